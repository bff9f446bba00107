using Orleans.Streams;

namespace Iskra.Tests.Engine;

/// <summary>Publishes on streams and subscribes to them.</summary>
public sealed class StreamGrain : Grain, IStreamGrain
{
    public const string Namespace = "test";

    public Task Subscribe(string stream, string journal) => Of(stream).SubscribeAsync(Write(journal));

    public Task SubscribeSlowly(string stream, string gate) => Of(stream).SubscribeAsync((_, _) => Gates.PassAsync(gate));

    public async Task<int> Resume(string stream, string journal)
    {
        var handles = await Of(stream).GetAllSubscriptionHandles();
        foreach (var handle in handles)
        {
            await handle.ResumeAsync(Write(journal));
        }

        return handles.Count;
    }

    public async Task Unsubscribe(string stream)
    {
        foreach (var handle in await Of(stream).GetAllSubscriptionHandles())
        {
            await handle.UnsubscribeAsync();
        }
    }

    public async Task Publish(string stream, int first, int count)
    {
        for (var i = first; i < first + count; i++)
        {
            await Of(stream).OnNextAsync(i);
        }
    }

    private static Func<int, StreamSequenceToken?, Task> Write(string journal) => (item, _) =>
    {
        Journal.Write(journal, $"{item}");
        return Task.CompletedTask;
    };

    private IAsyncStream<int> Of(string stream) =>
        this.GetStreamProvider(TestEngineOptions.StreamProvider).GetStream<int>(StreamId.Create(Namespace, stream));
}
