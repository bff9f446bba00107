using Iskra.Channels;
using Orleans.Streams;

namespace Iskra.Bench.Delivery;

/// <summary>Orleans streams over some provider.</summary>
internal sealed class StreamCandidate(string name, Action<ISiloBuilder> configureSilo, Action<IClientBuilder> configureGateway) : IDeliveryCandidate
{
    internal const string Provider = "bench";

    public string Name => name;

    /// <summary>Memory streams with a number of queues that are looked into with a period.</summary>
    internal static StreamCandidate Memory(int queues, int periodMs) => new(
        $"memory streams, {queues} queues every {periodMs} ms",
        silo => silo.AddMemoryGrainStorage("PubSubStore").AddMemoryStreams(Provider, streams =>
        {
            streams.ConfigurePullingAgent(agent => agent.Configure(options => options.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(periodMs)));
            streams.ConfigurePartitioning(queues);
        }),
        gateway => gateway.AddMemoryStreams(Provider, streams => streams.ConfigurePartitioning(queues)));

    /// <summary>Streams in tables of PostgreSQL; the script of the provider must have been run in that database.</summary>
    internal static StreamCandidate AdoNet(string connection, int queues, int periodMs) => new(
        $"AdoNet streams, {queues} queues every {periodMs} ms",
        silo => silo.AddMemoryGrainStorage("PubSubStore").AddAdoNetStreams(Provider, streams =>
        {
            streams.ConfigureAdoNet(ado => ado.Configure(options => (options.Invariant, options.ConnectionString) = ("Npgsql", connection)));
            streams.ConfigurePullingAgent(agent => agent.Configure(options => options.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(periodMs)));
            streams.ConfigurePartitioning(queues);
        }),
        gateway => gateway.AddAdoNetStreams(Provider, streams =>
        {
            streams.ConfigureAdoNet(ado => ado.Configure(options => (options.Invariant, options.ConnectionString) = ("Npgsql", connection)));
            streams.ConfigurePartitioning(queues);
        }));

    internal static StreamId IdOf(string channel) => StreamId.Create("bench", channel);

    public void ConfigureSilo(ISiloBuilder silo) => configureSilo(silo);

    public void ConfigureGateway(IClientBuilder gateway) => configureGateway(gateway);

    public Task FollowAsync(IClusterClient gateway, string gatewayId, string channel, Action<ChannelBatch> onBatch) =>
        gateway.GetStreamProvider(Provider).GetStream<ChannelBatch>(IdOf(channel)).SubscribeAsync((batch, _) =>
        {
            onBatch(batch);
            return Task.CompletedTask;
        });

    public Task PublishAsync(IClusterClient cluster, string channel, EventDraft draft) => cluster.GetGrain<IStreamingGrain>(channel).Publish(draft);
}
