using System.Net;
using System.Text;
using Iskra.Delta;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Gateway.Http;

/// <summary>What is refused over HTTP becomes ∆DΩΛ records as what is refused over a WebSocket does.</summary>
public sealed class RefusalReportTests : IAsyncLifetime
{
    private readonly FakeDeltaReporter _reporter = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private TestGateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync(configure: builder =>
        {
            builder.Services.AddSingleton<IDeltaReporter>(_reporter);
            TestGateway.StopClockOfRates(builder);
        });
        _http.BaseAddress = _gateway.Http();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _gateway.DisposeAsync();
    }

    [Theory]
    [InlineData("/api/v2/events/stream?channels=slo&token=bad", "connection_failed", "sse", "unauthorized")]
    [InlineData("/api/v2/events/poll?channels=slo&token=bad", "connection_failed", "poll", "unauthorized")]
    [InlineData("/api/v2/events/poll?channels=slo&timeout=999", "protocol_violation", "poll", "invalid_field")]
    [InlineData("/api/v2/metrics?token=bad", "error_handled", "http", "unauthorized")]
    [InlineData("/api/v2/metrics/Bad/samples", "protocol_violation", "http", "invalid_field")]
    [InlineData("/api/v2/alerts?filter=%7B", "protocol_violation", "http", "invalid_field")]
    public async Task A_refused_request_is_reported_once(string path, string what, string transport, string code)
    {
        using var response = await _http.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode >= 400, $"{response.StatusCode}");
        var note = Assert.Single(Requests());
        Assert.Equal((what, transport, code), (note.Event, note.Endpoint, note.ErrorCode));
        Assert.False(string.IsNullOrEmpty(note.ErrorMessage));
    }

    [Fact]
    public async Task A_frame_that_cannot_be_read_and_a_sender_over_its_rate_are_reported()
    {
        await PostAsync("""[{"type":"ping"},7]""");
        var bad = Assert.Single(Requests());
        Assert.Equal(("protocol_violation", "invalid_message"), (bad.Event, bad.ErrorCode));
        var pings = "[" + string.Join(",", Enumerable.Repeat("""{"type":"ping"}""", 100)) + "]";
        while (await PostAsync(pings) != HttpStatusCode.TooManyRequests)
        {
            Assert.Single(Requests());
        }

        Assert.Equal(("error_handled", "rate_limited"), (Requests()[^1].Event, Requests()[^1].ErrorCode));
    }

    [Fact]
    public async Task That_there_is_nothing_at_an_address_is_no_record()
    {
        using var response = await _http.GetAsync("/nowhere", TestContext.Current.CancellationToken);
        using var silence = await _http.GetAsync("/api/v2/silence/00000000-0000-4000-8000-000000000000", TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (response.StatusCode, silence.StatusCode));
        Assert.Empty(Requests());
    }

    private async Task<HttpStatusCode> PostAsync(string frames)
    {
        using var body = new StringContent(frames, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync("/api/v2/messages", body, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private DeltaNote[] Requests() => [.. _reporter.Notes.Where(note => note.Endpoint is "http" or "sse" or "poll")];
}
