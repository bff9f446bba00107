using System.Collections.Immutable;
using Iskra.Channels;
using Orleans.Simulation;

namespace Iskra.Tests.Grains.Simulation;

/// <summary>Appends to channels, repeats what was refused or not answered, and sometimes gives up.</summary>
internal sealed class SimulatedPublisher(SimulatedCluster cluster, Ledger ledger, string name, IReadOnlyList<string> channels)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(400);

    /// <summary>Appends a number of batches, each until it is acknowledged or given up.</summary>
    public async Task PublishAsync(int batches)
    {
        for (var i = 0; i < batches; i++)
        {
            await cluster.PauseAsync(Rest);
            var channel = channels[cluster.Random.Next(channels.Count)];
            var drafts = Drafts.Many($"{name}-{i}-", 1 + cluster.Random.Next(3));
            await AppendAsync(channel, drafts, patience: cluster.Chance(0.1) ? 1 : int.MaxValue);
        }
    }

    /// <summary>Appends until it is acknowledged.</summary>
    public async Task AppendAsync(string channel, ImmutableArray<EventDraft> drafts, int patience = int.MaxValue)
    {
        for (var attempt = 0; attempt < patience; attempt++)
        {
            try
            {
                var result = await cluster.Client.GetGrain<IChannelGrain>(channel).Append(drafts);
                ledger.Acknowledged(channel, drafts, result);
                return;
            }
            catch (Exception exception) when (SimulatedFollower.IsTransient(exception))
            {
                await cluster.PauseAsync(Rest);
            }
        }
    }
}
