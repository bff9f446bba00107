using Iskra.Channels;

namespace Iskra.Bench.Delivery;

/// <summary>Numbers events and writes them to a broadcast channel.</summary>
public interface IBroadcastingGrain : IGrainWithStringKey
{
    Task Publish(EventDraft draft);
}
