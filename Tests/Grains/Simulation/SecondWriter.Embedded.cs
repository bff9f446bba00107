using Iskra.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Simulation;

namespace Iskra.Tests.Grains.Simulation;

/// <summary>
/// A second activation of a channel, as there may be one while a silo is being declared dead: it writes the same log, and
/// nothing it writes is published.
/// </summary>
internal sealed class SecondWriter(SimulatedCluster cluster, IEventLog log, Ledger ledger, string channel) : IDurableChannelOwner
{
    private DurableChannelLog? _durable;

    /// <summary>Appends a number of events, each until it is acknowledged or refused.</summary>
    public async Task WriteAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await cluster.PauseAsync(TimeSpan.FromSeconds(2));
            _durable ??= new DurableChannelLog(channel, log, cluster.Time, this, NullLogger.Instance);
            var drafts = Drafts.Of($"second-{channel}-{i}");
            try
            {
                ledger.Acknowledged(channel, drafts, await _durable.AppendAsync(drafts));
            }
            catch (RefusedException)
            {
                // It is refused; nobody repeats it.
            }
        }
    }

    public void Committed(long afterSeq)
    {
    }

    public void Moved() => _durable = null;

    public void WakeAfter(TimeSpan delay) => _ = WakeAsync(_durable!, delay);

    private async Task WakeAsync(DurableChannelLog durable, TimeSpan delay)
    {
        await cluster.DelayAsync(delay);
        durable.Wake();
    }
}
