using Iskra.Tests.Cluster.Clients;

namespace Iskra.Tests.Cluster;

/// <summary>What a gateway that hangs costs the others, and what it needs to come back.</summary>
public sealed class PausedGatewayTests(ClusterUnderTest cluster)
{
    private const string Channel = "log/paused-gateway";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    // The publisher waits for its acknowledgement each time; a delivery that waited for the other gateway would take as long as the pause.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(20);

    [Fact(Skip = Engine.NoCluster, SkipUnless = nameof(Engine.CanCluster), SkipType = typeof(Engine))]
    public async Task A_gateway_that_hangs_holds_no_other_up_and_catches_up_when_it_goes_on()
    {
        using var http = new HttpClient();
        using var stop = new CancellationTokenSource();
        var publisher = new Publisher(http, [cluster.GatewayMembers[0].Address], Channel, Interval);
        await Waiting.UntilAsync(publisher.PublishAsync, "the channel takes its first event", CatchUp);
        var epochs = new Dictionary<string, string> { [Channel] = await EpochAsync() };
        using var well = new SocketHistoryClient([cluster.GatewayMembers[0].Address], new History(epochs), 1);
        using var hanging = new SocketHistoryClient([cluster.GatewayMembers[1].Address], new History(epochs), 2);
        Task[] running = [well.RunAsync(stop.Token), hanging.RunAsync(stop.Token), publisher.RunAsync(stop.Token)];
        await Waiting.UntilAsync(() => well.IsConnected && hanging.IsConnected && hanging.History.Last(Channel) > 5, "both clients follow", CatchUp);

        await cluster.GatewayMembers[1].PauseAsync();
        try
        {
            for (var until = DateTimeOffset.UtcNow + Settings.Outage; DateTimeOffset.UtcNow < until;)
            {
                var sent = publisher.Acknowledged[^1].Seq;
                await Waiting.UntilAsync(() => publisher.Acknowledged[^1].Seq > sent, "the channel takes events", Soon);
                var newest = publisher.Acknowledged[^1].Seq;
                await Waiting.UntilAsync(() => well.History.Last(Channel) >= newest, $"event {newest} is at the other gateway", Soon);
            }
        }
        finally
        {
            await cluster.GatewayMembers[1].ResumeAsync();
        }

        var last = publisher.Acknowledged[^1].Seq;
        await Waiting.UntilAsync(() => hanging.History.Last(Channel) >= last, "the gateway that hung has caught up", CatchUp);
        await stop.CancelAsync();
        await Task.WhenAll(running);
        Assert.Empty(well.History.Violations);
        Assert.Empty(hanging.History.Violations);
        Assert.Equal(1, well.Connects);
    }

    private async Task<string> EpochAsync() => Assert.Single(await PostgresServer.QueryAsync<string>(
        cluster.Connection, $"select epoch from channel_head where channel = '{Channel}'"));
}
