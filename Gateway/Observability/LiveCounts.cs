using Iskra.Gateway.Fanout;
using Iskra.Gateway.Sessions;

namespace Iskra.Gateway.Observability;

/// <summary>The counts of this gateway's hubs and circuit breaker.</summary>
internal sealed class LiveCounts(ChannelHubs hubs, ClusterCalls calls) : ILiveCounts
{
    public int Channels => hubs.Count;

    public string Breaker => calls.State switch
    {
        CircuitState.Closed => "closed",
        CircuitState.Open => "open",
        _ => "half_open",
    };
}
