using System.Net.Http.Json;
using System.Text.Json;
using Iskra.Tests.Cluster.Clients;
using Iskra.Tests.Wire;

namespace Iskra.Tests.Cluster;

/// <summary>Sessions, and what the cluster knows, after silos have gone.</summary>
public sealed class SessionTests(ClusterUnderTest cluster)
{
    [Fact(Skip = Engine.NoCluster, SkipUnless = nameof(Engine.CanCluster), SkipType = typeof(Engine))]
    public async Task A_frame_posted_to_a_session_reaches_it_wherever_its_grain_lives_after_every_silo_was_replaced()
    {
        await using var client = await WireClient.ConnectAsync(new Uri($"ws://{cluster.GatewayMembers[0].Address.Authority}/ws/dashboard"));
        foreach (var silo in cluster.SiloMembers.ToArray())
        {
            await silo.StopAsync();
            await silo.StartAsync();
            await silo.BecomesAsync(200);
        }

        using var http = new HttpClient { BaseAddress = cluster.GatewayMembers[1].Address };
        await Waiting.UntilAsync(
            async () =>
            {
                using var answer = await http.PostAsJsonAsync($"/api/v2/messages?session={client.Session}", new { type = "subscribe", channels = new[] { "room/posted" } });
                return (await answer.Content.ReadAsStringAsync()).Contains("\"subscribed\"", StringComparison.Ordinal);
            },
            "the session takes a frame that was posted to the other gateway",
            TimeSpan.FromSeconds(20));
        await cluster.HealAsync();
    }

    [Fact(Skip = Engine.NoCluster, SkipUnless = nameof(Engine.CanCluster), SkipType = typeof(Engine))]
    public async Task The_view_of_the_cluster_names_every_silo_and_gateway()
    {
        await using var crowd = await Crowd.StartAsync(cluster, "view", clients: 6, channels: 2, TimeSpan.FromMilliseconds(200));
        using var http = new HttpClient { BaseAddress = cluster.GatewayMembers[1].Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", TestToken.For("ops"));
        await Waiting.UntilAsync(
            async () =>
            {
                var view = await http.GetFromJsonAsync<JsonElement>("/api/v2/cluster");
                return view.GetProperty("silos").EnumerateArray().Count(silo => silo.GetProperty("status").GetString() == "active") == cluster.SiloMembers.Count
                    && view.GetProperty("gateways").GetArrayLength() == cluster.GatewayMembers.Count
                    && view.GetProperty("sessions").GetProperty("total").GetInt32() >= 4
                    && view.GetProperty("channels").EnumerateArray().Any(channel => channel.GetProperty("channel").GetString() == "log/view-1" && channel.GetProperty("gateways").GetInt32() == 2);
            },
            "all silos, gateways and channels are shown",
            TimeSpan.FromSeconds(30));
        await crowd.FinishAsync();
    }
}
