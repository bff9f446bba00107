using Iskra.Tests.Wire;

namespace Iskra.Tests.Scenarios;

/// <summary>A minute that is nearly idle: it passes while the other scenarios run.</summary>
public sealed class Scenario04HeartbeatTests(World world)
{
    private const string Scenario = "4 Stability and reconnect";
    private static readonly TimeSpan Heartbeats = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Ten_connections_live_through_a_minute_of_heartbeats()
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => WireClient.ConnectAsync(world.Server.Socket("/", world.Server.PulsePort))));
        var answered = await Task.WhenAll(clients.Select(HeartbeatsAsync));
        world.Report.Holds(Scenario, "pulse", "heartbeats of ten connections in 60 s answered", answered.All(count => count == (int)Heartbeats.TotalSeconds), answered.Sum());
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    private static async Task<int> HeartbeatsAsync(WireClient client)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var answered = 0;
        for (var i = 0; i < (int)Heartbeats.TotalSeconds && await timer.WaitForNextTickAsync(); i++)
        {
            await client.SendAsync("""{"type":"heartbeat"}""");
            await client.NextAsync("heartbeat_ack");
            await client.NextAsync("pong");
            answered++;
        }

        return answered;
    }
}
