using System.Diagnostics;
using System.Text.Json;

namespace Iskra.Tests.Gateway.Transports;

public sealed class LongPollingTransportTests(GatewayHost host) : HttpTransportTests(host, TransportKind.LongPolling, "/api/v2/events/poll")
{
    [Fact]
    public async Task A_poll_that_waits_is_answered_by_the_first_event()
    {
        var channel = NewChannel("room");
        await using var reader = await OpenAsync(channel);
        var next = reader.NextAsync();
        Assert.False(next.IsCompleted);
        await Host.PublishAsync(channel, 1);
        Assert.Equal(1, (await next.WaitAsync(Bound.Wait, TestContext.Current.CancellationToken)).GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task A_poll_without_events_ends_with_its_cursor_when_the_time_is_over()
    {
        using var bound = Bound.Start();
        var channel = NewChannel("room");
        var first = await PollAsync($"channels={channel}", bound.Token);
        var started = Stopwatch.GetTimestamp();
        var second = await PollAsync($"cursor={first.GetProperty("cursor").GetString()}&timeout=1", bound.Token);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(0.9), Bound.Wait);
        Assert.Equal(0, second.GetProperty("events").GetArrayLength());
        Assert.Equal(first.GetProperty("cursor").GetString(), second.GetProperty("cursor").GetString());
    }

    [Theory]
    [InlineData("timeout=61")]
    [InlineData("timeout=-1")]
    [InlineData("timeout=x")]
    [InlineData("limit=0")]
    [InlineData("limit=10001")]
    [InlineData("")]
    public async Task Bounds_of_a_poll_are_checked(string query)
    {
        using var bound = Bound.Start();
        using var response = await Host.Http.GetAsync("/api/v2/events/poll?" + (query.Length > 0 ? "channels=slo&" : "") + query, bound.Token);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("\"invalid_field\"", await response.Content.ReadAsStringAsync(bound.Token), StringComparison.Ordinal);
    }

    private async Task<JsonElement> PollAsync(string query, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<JsonElement>(await Host.Http.GetStringAsync("/api/v2/events/poll?" + query, cancellationToken));
}
