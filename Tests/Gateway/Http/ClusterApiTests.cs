using System.Net;
using System.Text.Json;
using Iskra.Gateway.Sessions;
using Iskra.Tests.Gateway.Sockets;
using Iskra.Tests.Gateway.Transports;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Gateway.Http;

/// <summary>The view of the cluster, the same on both engines.</summary>
public sealed class ClusterApiTests(GatewayHost host)
{
    [Fact]
    public async Task Without_a_token_it_is_refused()
    {
        using var bound = Bound.Start();
        using var response = await host.Http.GetAsync("/api/v2/cluster", bound.Token);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task It_shows_silos_activations_gateways_channels_and_sessions()
    {
        await using var socket = await TestSocket.ConnectAsync(host.Socket(Iskra.Gateway.Hosting.ListenPort.Main, "/ws/dashboard"));
        await socket.SubscribeAsync("room/cluster-api");
        await host.PublishAsync("log/cluster-api", 3);
        await socket.SubscribeAsync("log/cluster-api");
        JsonElement view = default;
        await Eventually.TrueAsync(
            async () =>
            {
                // A report that was made while the subscription was under way shows the channel without it.
                view = await ReadAsync(TestGateway.ApiToken);
                return view.GetProperty("channels").EnumerateArray().Any(
                    item => item.GetProperty("channel").GetString() == "log/cluster-api" && item.GetProperty("subscribers").GetInt32() > 0);
            },
            "the gateway has reported its channels");
        var silo = Assert.Single(view.GetProperty("silos").EnumerateArray());
        Assert.Equal("active", silo.GetProperty("status").GetString());
        Assert.True(silo.GetProperty("activations").GetInt32() > 0);
        Assert.InRange(silo.GetProperty("since").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddSeconds(5));
        Assert.Contains(view.GetProperty("activations").EnumerateArray(), item => item.GetProperty("type").GetString() == "channel" && item.GetProperty("count").GetInt32() > 0);
        var gateway = Assert.Single(view.GetProperty("gateways").EnumerateArray(), item => item.GetProperty("gateway").GetString() == host.Services.GetRequiredService<GatewayIdentity>().Id);
        Assert.Equal("closed", gateway.GetProperty("breaker").GetString());
        Assert.True(view.GetProperty("sessions").GetProperty("total").GetInt32() > 0);
        var channel = view.GetProperty("channels").EnumerateArray().Single(item => item.GetProperty("channel").GetString() == "log/cluster-api");
        Assert.Equal(("log", 3L, 1, 1), (channel.GetProperty("kind").GetString(), channel.GetProperty("seq").GetInt64(), channel.GetProperty("subscribers").GetInt32(), channel.GetProperty("gateways").GetInt32()));
    }

    [Fact]
    public async Task Channels_that_belong_to_somebody_are_named_to_machines_only()
    {
        await using var socket = await TestSocket.ConnectAsync(host.Socket(Iskra.Gateway.Hosting.ListenPort.Main, "/ws/dashboard", "?token=" + Tokens.For("ann")));
        await socket.SubscribeAsync("user/ann");
        await Eventually.TrueAsync(async () => (await ReadAsync(TestGateway.ApiToken)).Channels().Contains("user/ann"), "the gateway has reported its channels");
        Assert.DoesNotContain("user/ann", (await ReadAsync(Tokens.For("bob"))).Channels());
    }

    private async Task<JsonElement> ReadAsync(string token)
    {
        using var bound = Bound.Start();
        using var request = GatewayHost.WithToken(HttpMethod.Get, "/api/v2/cluster", token);
        using var response = await host.Http.SendAsync(request, bound.Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(bound.Token));
    }
}
