using System.Collections.Concurrent;
using Iskra.Channels;

namespace Iskra.Bench.Delivery;

/// <summary>What Iskra does: the channel grain calls the receiver of each gateway.</summary>
internal sealed class DirectCandidate : IDeliveryCandidate, IAsyncDisposable
{
    private readonly ConcurrentBag<Receiver> _receivers = [];
    private readonly ConcurrentBag<Timer> _renewals = [];

    public string Name => "direct calls, one batch under way per channel and gateway (Iskra)";

    public void ConfigureSilo(ISiloBuilder silo)
    {
    }

    public void ConfigureGateway(IClientBuilder gateway)
    {
    }

    public async Task FollowAsync(IClusterClient gateway, string gatewayId, string channel, Action<ChannelBatch> onBatch)
    {
        var receiver = new Receiver(onBatch);
        _receivers.Add(receiver);
        var reference = gateway.CreateObjectReference<IChannelReceiver>(receiver);
        var grain = gateway.GetGrain<IChannelGrain>(channel);
        await grain.Attach(gatewayId, reference);
        _renewals.Add(new Timer(_ => _ = grain.Attach(gatewayId, reference), null, ChannelInterest.Renewal, ChannelInterest.Renewal));
    }

    public Task PublishAsync(IClusterClient cluster, string channel, EventDraft draft) => cluster.GetGrain<IChannelGrain>(channel).Append([draft]);

    public async ValueTask DisposeAsync()
    {
        foreach (var renewal in _renewals) await renewal.DisposeAsync();
    }

    private sealed class Receiver(Action<ChannelBatch> onBatch) : IChannelReceiver
    {
        public Task Deliver(ChannelBatch batch)
        {
            onBatch(batch);
            return Task.CompletedTask;
        }

        public Task Moved() => Task.CompletedTask;
    }
}
