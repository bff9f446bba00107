using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Iskra.Gateway.Hosting;
using Iskra.Tests.Gateway.Transports;

namespace Iskra.Tests.Gateway.Http;

public sealed class HttpSurfaceTests(GatewayHost host)
{
    [Theory]
    [InlineData("/", 200)]
    [InlineData("/health", 200)]
    [InlineData("/ready", 200)]
    [InlineData("/health/realtime", 200)]
    [InlineData("/metrics", 200)]
    [InlineData("/openapi/v1.json", 200)]
    [InlineData("/asyncapi.json", 200)]
    [InlineData("/api/v2/metrics", 200)]
    [InlineData("/nowhere", 404)]
    [InlineData("/api/v2/messages", 405)]
    [InlineData("/api/v2/metrics/Bad/samples", 400)]
    public async Task Every_response_has_the_security_headers(string path, int status)
    {
        using var bound = Bound.Start();
        using var response = await host.Http.GetAsync(path, bound.Token);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("default-src 'self'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
        if (status >= 400) Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData(ListenPort.Pulse, "pulse")]
    [InlineData(ListenPort.Seams, "seams")]
    [InlineData(ListenPort.Voices, "voices")]
    public async Task Dashboard_ports_answer_health_and_send_browsers_to_their_page(ListenPort port, string page)
    {
        using var bound = Bound.Start();
        var address = host.Addresses.AddressOf(port);
        Assert.Contains("healthy", await host.Http.GetStringAsync(address + "/health", bound.Token), StringComparison.Ordinal);
        using var response = await host.Http.GetAsync(address + "/", bound.Token);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal($"{host.Addresses.AddressOf(ListenPort.Main)}/#{page}", response.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_foreign_origin_is_refused_on_requests_and_sockets()
    {
        using var bound = Bound.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v2/metrics");
        request.Headers.Add("Origin", "https://evil.example");
        using var response = await host.Http.SendAsync(request, bound.Token);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "https://evil.example");
        socket.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(host.Socket(ListenPort.Pulse, "/"), bound.Token));
        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    [Fact]
    public async Task The_pages_of_the_main_port_may_use_the_dashboard_ports()
    {
        using var bound = Bound.Start();
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", host.Addresses.AddressOf(ListenPort.Main));
        await socket.ConnectAsync(host.Socket(ListenPort.Pulse, "/"), bound.Token);
        Assert.Equal(WebSocketState.Open, socket.State);
    }

    [Fact]
    public async Task A_preflight_of_an_allowed_origin_is_answered()
    {
        using var bound = Bound.Start();
        var origin = host.Addresses.AddressOf(ListenPort.Main);
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/v2/metrics");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        using var response = await host.Http.SendAsync(request, bound.Token);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(origin, Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task Health_in_detail_has_every_member_of_the_contract()
    {
        var health = await JsonAsync("/health/realtime");
        foreach (var name in new[] { "status", "connections", "channels", "breaker", "latency_ms", "components" }) Assert.True(health.TryGetProperty(name, out _), name);
        Assert.Equal("closed", health.GetProperty("breaker").GetString());
        Assert.True(health.GetProperty("latency_ms").TryGetProperty("p99", out _));
    }

    [Fact]
    public async Task Readiness_names_its_checks()
    {
        var ready = await JsonAsync("/ready");
        Assert.True(ready.GetProperty("ready").GetBoolean());
        Assert.Equal("ok", ready.GetProperty("checks").GetProperty("cluster").GetString());
        Assert.Equal("ok", ready.GetProperty("checks").GetProperty("store").GetString());
    }

    [Fact]
    public async Task The_machine_readable_contracts_describe_the_routes()
    {
        var openApi = await JsonAsync("/openapi/v1.json");
        var paths = openApi.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        foreach (var path in new[] { "/api/v2/metrics", "/api/v2/messages", "/api/v2/events/stream", "/api/v2/events/poll", "/health", "/ready" }) Assert.Contains(path, paths);
        Assert.Equal("3.0.0", (await JsonAsync("/asyncapi.json")).GetProperty("asyncapi").GetString());
    }

    [Fact]
    public async Task The_summary_of_the_metrics_has_every_member_of_the_contract()
    {
        using var bound = Bound.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Add("Accept", "application/json");
        using var response = await host.Http.SendAsync(request, bound.Token);
        var summary = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(bound.Token));
        Assert.Equal(
            ["total_connections", "active_channels", "messages_sent", "average_latency", "peak_connections", "connection_errors"],
            summary.GetProperty("main_websocket").EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            ["total_connections", "active_channels", "webrtc_offers", "webrtc_answers", "ice_candidates"],
            summary.GetProperty("voice_websocket").EnumerateObject().Select(member => member.Name));
    }

    private async Task<JsonElement> JsonAsync(string path)
    {
        using var bound = Bound.Start();
        return JsonSerializer.Deserialize<JsonElement>(await host.Http.GetStringAsync(path, bound.Token));
    }
}
