using System.Text;
using System.Text.Json;

namespace Iskra.Tests.Gateway.Transports;

public sealed class SseTransportTests(GatewayHost host) : HttpTransportTests(host, TransportKind.Sse, "/api/v2/events/stream")
{
    [Fact]
    public async Task Subscriptions_of_a_stream_change_by_messages_to_its_session()
    {
        using var bound = Bound.Start();
        var (first, second) = (NewChannel("log"), NewChannel("log"));
        await using var reader = await SseReader.OpenAsync(Host, [first, second], null, null);
        var third = NewChannel("room");
        var session = reader.Established.GetProperty("session").GetString();
        var body = $$"""[{"type":"subscribe","channels":["{{third}}"],"ref":1},{"type":"unsubscribe","channels":["{{second}}"],"ref":2}]""";
        using var response = await Host.Http.PostAsync($"/api/v2/messages?session={session}", new StringContent(body, Encoding.UTF8, "application/json"), bound.Token);
        var replies = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(bound.Token)).GetProperty("replies");
        Assert.Equal(["subscribed", "unsubscribed"], replies.EnumerateArray().Select(TypeOf));
        await Host.PublishAsync(second, 1);
        await Host.PublishAsync(third, 1);
        await Host.PublishAsync(first, 1);
        var channels = new List<string?>();
        while (channels.Count < 2)
        {
            if ((await reader.ReadBlockAsync()).Event is { } item && item.TryGetProperty("channel", out var channel)) channels.Add(channel.GetString());
        }

        Assert.Equal(new[] { first, third }.Order(StringComparer.Ordinal), channels.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_session_of_a_stream_is_bound_to_its_user()
    {
        using var bound = Bound.Start();
        await using var reader = await SseReader.OpenAsync(Host, [NewChannel("log")], null, null);
        var session = reader.Established.GetProperty("session").GetString();
        var request = GatewayHost.WithToken(HttpMethod.Post, $"/api/v2/messages?session={session}", Tokens.For("eve"));
        request.Content = new StringContent("""{"type":"subscribe","channels":["slo"]}""");
        using var response = await Host.Http.SendAsync(request, bound.Token);
        Assert.Equal(404, (int)response.StatusCode);
    }

    [Fact]
    public async Task The_response_tells_proxies_not_to_hold_it_back()
    {
        using var bound = Bound.Start();
        using var response = await Host.Http.GetAsync("/api/v2/events/stream?channels=slo", HttpCompletionOption.ResponseHeadersRead, bound.Token);
        Assert.Equal("no", Assert.Single(response.Headers.GetValues("X-Accel-Buffering")));
        Assert.True(response.Headers.CacheControl!.NoStore);
    }
}
