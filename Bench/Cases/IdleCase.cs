using Iskra.Bench.Load;
using Iskra.Bench.Peers;

namespace Iskra.Bench.Cases;

/// <summary>Many connections that do nothing: how long they take to connect and what each keeps in memory.</summary>
/// <param name="Connections">How many.</param>
/// <param name="SettleSeconds">How long to wait before memory is read, so that what was only needed to connect is gone.</param>
internal sealed record IdleCase(int Connections = 5_000, int SettleSeconds = 10)
{
    private const int WarmUp = 200;

    internal async Task<IdleResult> RunAsync(IPeer peer)
    {
        await using var server = await peer.StartAsync();
        await using (await Subscribers.ConnectAsync(peer, server, WarmUp, subscribe: false))
        {
        }

        await Task.Delay(TimeSpan.FromSeconds(SettleSeconds / 2), CancellationToken.None);
        var before = server.Usage.ResidentBytes;
        await using var idle = await Subscribers.ConnectAsync(peer, server, Connections, subscribe: false);
        await Task.Delay(TimeSpan.FromSeconds(SettleSeconds), CancellationToken.None);
        var after = server.Usage.ResidentBytes;
        return new IdleResult(
            peer.Name, idle.Connected.TotalSeconds, idle.Connects.PercentileMs(99), (after - before) / 1_024.0 / Connections);
    }
}
