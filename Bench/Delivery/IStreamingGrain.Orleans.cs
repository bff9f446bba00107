using Iskra.Channels;

namespace Iskra.Bench.Delivery;

/// <summary>Numbers events and publishes them on a stream, as channel grains would.</summary>
public interface IStreamingGrain : IGrainWithStringKey
{
    Task Publish(EventDraft draft);
}
