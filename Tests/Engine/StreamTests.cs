using Orleans.Streams;

namespace Iskra.Tests.Engine;

public sealed class StreamTests(Engines engines)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Theory, OnClusters]
    public async Task A_client_receives_events_in_the_order_in_which_a_grain_published_them(Cluster cluster)
    {
        var (client, stream, name) = await OpenAsync(cluster);
        var handle = await stream.SubscribeAsync(Write(name));
        await client.GetGrain<IStreamGrain>(name).Publish(name, 0, 100).WaitAsync(Patience);
        Assert.Equal(Numbers(0, 100), await Journal.ReadAsync(name, 100));
        await handle.UnsubscribeAsync();
    }

    [Theory, OnClusters]
    public async Task A_grain_receives_events_in_order(Cluster cluster)
    {
        var (client, _, name) = await OpenAsync(cluster);
        await client.GetGrain<IStreamGrain>(name + "/subscriber").Subscribe(name, name).WaitAsync(Patience);
        await client.GetGrain<IStreamGrain>(name).Publish(name, 0, 100).WaitAsync(Patience);
        Assert.Equal(Numbers(0, 100), await Journal.ReadAsync(name, 100));
    }

    [Theory, OnClusters]
    public async Task Every_subscription_receives_every_event(Cluster cluster)
    {
        var (client, stream, name) = await OpenAsync(cluster);
        await stream.SubscribeAsync(Write(name + "/1"));
        await stream.SubscribeAsync(Write(name + "/2"));
        await client.GetGrain<IStreamGrain>(name + "/g").Subscribe(name, name + "/3").WaitAsync(Patience);
        await stream.OnNextAsync(7).WaitAsync(Patience);
        for (var i = 1; i <= 3; i++)
        {
            Assert.Equal(["7"], await Journal.ReadAsync($"{name}/{i}", 1));
        }
    }

    [Theory, OnClusters]
    public async Task Nothing_arrives_after_unsubscribing_and_a_new_subscription_starts_with_the_next_event(Cluster cluster)
    {
        var (_, stream, name) = await OpenAsync(cluster);
        var probe = await stream.SubscribeAsync(Write(name + "/probe"));
        var handle = await stream.SubscribeAsync(Write(name + "/first"));
        await stream.OnNextAsync(1).WaitAsync(Patience);
        await Journal.ReadAsync(name + "/first", 1);
        await handle.UnsubscribeAsync();
        await stream.OnNextAsync(2).WaitAsync(Patience);
        await Journal.ReadAsync(name + "/probe", 2);
        await stream.SubscribeAsync(Write(name + "/second"));
        await stream.OnNextAsync(3).WaitAsync(Patience);
        await Journal.ReadAsync(name + "/probe", 3);
        await Eventually.TrueAsync(() => Journal.Read(name + "/second").Contains("3"), "the new subscription receives the next event");
        Assert.Equal(["1"], Journal.Read(name + "/first"));
        await probe.UnsubscribeAsync();
    }

    [Theory, OnClusters]
    public async Task A_slow_grain_does_not_hold_up_the_other_subscribers(Cluster cluster)
    {
        var (client, stream, name) = await OpenAsync(cluster);
        await client.GetGrain<IStreamGrain>(name).SubscribeSlowly(name, name).WaitAsync(Patience);
        await stream.SubscribeAsync(Write(name));
        for (var i = 0; i < 50; i++)
        {
            await stream.OnNextAsync(i).WaitAsync(Patience);
        }

        Assert.Equal(Numbers(0, 50), await Journal.ReadAsync(name, 50));
        Gates.Open(name);
    }

    [Theory, OnClusters]
    public async Task A_failing_subscriber_does_not_hold_up_the_others(Cluster cluster)
    {
        var (_, stream, name) = await OpenAsync(cluster);
        await stream.SubscribeAsync((_, _) => throw new InvalidOperationException("as planned"));
        await stream.SubscribeAsync(Write(name));
        for (var i = 0; i < 20; i++)
        {
            await stream.OnNextAsync(i).WaitAsync(Patience);
        }

        Assert.Equal(Numbers(0, 20), await Journal.ReadAsync(name, 20));
    }

    [Theory, OnClusters]
    public async Task A_grain_has_its_subscriptions_again_after_a_reactivation_and_resumes_them(Cluster cluster)
    {
        await using var engine = await TestEngine.StartAsync(new TestEngineOptions { Silos = cluster.Silos });
        var name = Gates.NewName();
        var grain = engine.Client.GetGrain<IStreamGrain>(name);
        await grain.Subscribe(name, name + "/before").WaitAsync(Patience);
        await grain.Publish(name, 1, 1).WaitAsync(Patience);
        await Journal.ReadAsync(name + "/before", 1);
        await engine.DeactivateAllAsync();
        Assert.Equal(1, await grain.Resume(name, name + "/after").WaitAsync(Patience));
        await engine.Client.GetGrain<IStreamGrain>(name + "/publisher").Publish(name, 2, 1).WaitAsync(Patience);
        Assert.Equal(["2"], await Journal.ReadAsync(name + "/after", 1));
        await grain.Unsubscribe(name).WaitAsync(Patience);
        Assert.Equal(0, await grain.Resume(name, name).WaitAsync(Patience));
    }

    [Theory, OnClusters]
    public async Task An_implicit_subscription_activates_the_grain_with_the_key_of_the_stream(Cluster cluster)
    {
        var client = (await engines.OfAsync(cluster)).Client;
        var name = Gates.NewName();
        var stream = client.GetStreamProvider(TestEngineOptions.StreamProvider).GetStream<int>(StreamId.Create(ImplicitGrain.Namespace, name));
        for (var i = 0; i < 20; i++)
        {
            await stream.OnNextAsync(i).WaitAsync(Patience);
        }

        Assert.Equal(Numbers(0, 20), await Journal.ReadAsync(name, 20));
        Assert.Equal(20, await client.GetGrain<IImplicitGrain>(name).Heard().WaitAsync(Patience));
    }

    private static Func<int, StreamSequenceToken?, Task> Write(string journal) => (item, _) =>
    {
        Journal.Write(journal, $"{item}");
        return Task.CompletedTask;
    };

    private static IEnumerable<string> Numbers(int first, int count) => Enumerable.Range(first, count).Select(i => $"{i}");

    private async Task<(IClusterClient Client, IAsyncStream<int> Stream, string Name)> OpenAsync(Cluster cluster)
    {
        var client = (await engines.OfAsync(cluster)).Client;
        var name = Gates.NewName();
        var stream = client.GetStreamProvider(TestEngineOptions.StreamProvider).GetStream<int>(StreamId.Create(StreamGrain.Namespace, name));
        return (client, stream, name);
    }
}
