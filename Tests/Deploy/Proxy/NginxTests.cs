using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Iskra.Channels;
using Iskra.Gateway.Fanout;
using Iskra.Gateway.Hosting;
using Iskra.Silo.Hosting;
using Iskra.Tests.Deploy.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Deploy.Proxy;

/// <summary>The configuration of nginx, in front of two gateways.</summary>
public sealed class NginxTests(NginxFixture fixture) : IClassFixture<NginxFixture>, IAsyncLifetime
{
    private const string Channel = "room/proxy";

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));

    private CancellationToken Cancel => _patience.Token;

    [Fact]
    public async Task Nginx_finds_nothing_to_complain_about()
    {
        var (exitCode, output) = await fixture.Nginx.CheckAsync();
        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("[warn]", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3001, "/", "pulse")]
    [InlineData(3002, "/realtime", "seams")]
    [InlineData(3003, "/ws", "voices")]
    [InlineData(8080, "/ws/dashboard", "dashboard")]
    public async Task A_WebSocket_opens_on_every_port(int port, string path, string dashboard)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(fixture.Nginx.Address(port, path, "ws"), Cancel);
        Assert.Equal(dashboard, (await ReceiveAsync(socket, "connection_established")).Text("dashboard"));
        await socket.SendAsync(Encoding.UTF8.GetBytes("""{"type":"ping","timestamp":42}"""), WebSocketMessageType.Text, true, Cancel);
        Assert.Equal("42", (await ReceiveAsync(socket, "pong")).Text("timestamp"));
    }

    [Fact]
    public async Task An_event_of_a_stream_is_there_when_it_happens_and_not_when_a_buffer_is_full()
    {
        using var response = await _http.GetAsync(fixture.Nginx.Address(8080, $"/api/v2/events/stream?channels={Channel}"), HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(Cancel));
        await FindAsync(lines, "connection_established");

        // The stream starts with what happens once it has subscribed.
        var first = FindAsync(lines, "\"n\":0}");
        await Eventually.TrueAsync(
            async () =>
            {
                await PublishAsync(0);
                return first.IsCompleted;
            },
            "the stream has subscribed");
        await first;
        for (var number = 1; number <= 3; number++)
        {
            await PublishAsync(number);
            await FindAsync(lines, $"\"n\":{number}}}");
        }
    }

    [Fact]
    public async Task A_long_poll_is_held_until_something_happens()
    {
        // Both upstreams are one gateway here: the other one knows nothing of its positions and would answer at once.
        const string Polled = "room/held";
        var gateway = fixture.Gateways[0].Services;
        await using var nginx = await NginxServer.StartAsync(gateway.GetRequiredService<ListenAddresses>(), gateway.GetRequiredService<ListenAddresses>());
        var first = await PollAsync(nginx, $"channels={Polled}&timeout=0");
        var poll = PollAsync(nginx, $"channels={Polled}&timeout=25&cursor={first.Text("cursor")}");
        await Eventually.TrueAsync(() => gateway.GetRequiredService<ChannelHubs>().TryGet(Polled, out var hub) && hub.Members == 1, "the poll waits");
        Assert.False(poll.IsCompleted);
        await PublishAsync(7, Polled);
        Assert.Single((await poll).Items("events"));
    }

    [Fact]
    public async Task A_cursor_of_60_KiB_passes()
    {
        // The cursor is refused by the gateway, for what it says and not for its length.
        using var response = await _http.GetAsync(fixture.Nginx.Address(8080, "/api/v2/events/poll?timeout=0&cursor=" + new string('a', 60 * 1024)), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("invalid_cursor", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_token_is_written_to_a_log()
    {
        using var response = await _http.GetAsync(fixture.Nginx.Address(8080, "/health?token=a-token-nobody-may-read"), Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Eventually.TrueAsync(() => Task.FromResult(fixture.Nginx.AccessLog.Contains("\"GET /health\" 200", StringComparison.Ordinal)), "the request is logged");
        Assert.DoesNotContain("a-token-nobody-may-read", fixture.Nginx.AccessLog, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_client_claims_about_its_address_is_replaced()
    {
        // One connection an address, loopback exempt: behind nginx the claim does not count, and without it it would.
        var direct = new Uri(fixture.Gateways[0].Services.GetRequiredService<ListenAddresses>().AddressOf(ListenPort.Pulse, "ws") + "/ws");
        using var control = await ClaimAsync(direct);
        await Assert.ThrowsAnyAsync<Exception>(async () => await ReceiveAsync(await ClaimAsync(direct), "connection_established"));
        using var first = await ClaimAsync(fixture.Nginx.Address(3001, "/ws", "ws"));
        using var second = await ClaimAsync(fixture.Nginx.Address(3001, "/ws", "ws"));
        using var third = await ClaimAsync(fixture.Nginx.Address(3001, "/ws", "ws"));
        foreach (var socket in new[] { first, second, third }) await ReceiveAsync(socket, "connection_established");
    }

    [Fact]
    public async Task The_dashboard_of_Orleans_is_there_for_who_has_a_token()
    {
        Assert.SkipUnless(SiloHosting.CanCluster, "The dashboard is one of Microsoft Orleans; this suite was built for the embedded engine.");
        using var stranger = await _http.GetAsync(fixture.Nginx.Address(8080, "/orleans/"), Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Get, fixture.Nginx.Address(8080, "/orleans/"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("operator:" + NginxFixture.ApiToken)));
        using var response = await _http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_runbooks_that_alerts_link_to_are_served_as_text()
    {
        using var response = await _http.GetAsync(fixture.Nginx.Address(8080, "/runbooks/websocket-unavailable.md"), Cancel);
        Assert.Equal("text/plain; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.StartsWith("# No gateway answers", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    public ValueTask InitializeAsync()
    {
        Installed.Require("nginx", "nginx-light");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        _patience.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<ClientWebSocket> ClaimAsync(Uri address)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("X-Forwarded-For", "203.0.113.7");
        await socket.ConnectAsync(address, Cancel);
        return socket;
    }

    /// <summary>Publishes at both gateways, which know nothing of each other here.</summary>
    private async Task PublishAsync(int number, string channel = Channel) => await Task.WhenAll(fixture.Gateways.Select(gateway => gateway.Services.GetRequiredService<IClusterClient>()
        .GetGrain<IChannelGrain>(channel).Append([new EventDraft(Guid.NewGuid().ToString("N"), "message", 1_800_000_000_000, "test", Encoding.UTF8.GetBytes($$"""{"n":{{number}}}"""))])));

    private async Task<JsonNode> PollAsync(NginxServer nginx, string query)
    {
        using var response = await _http.GetAsync(nginx.Address(8080, "/api/v2/events/poll?" + query), Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private async Task FindAsync(StreamReader lines, string wanted)
    {
        while (await lines.ReadLineAsync(Cancel) is { } line)
        {
            if (line.Contains(wanted, StringComparison.Ordinal)) return;
        }

        Assert.Fail($"The stream ended without {wanted}.");
    }

    private async Task<JsonNode> ReceiveAsync(ClientWebSocket socket, string type)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var got = await socket.ReceiveAsync(buffer, Cancel);
            var frame = JsonNode.Parse(buffer.AsSpan(0, got.Count))!;
            if (frame.Text("type") == type) return frame;
        }
    }
}
