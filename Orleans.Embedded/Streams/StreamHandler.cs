using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>An observer of events of one type.</summary>
internal sealed class StreamHandler<T>(IAsyncObserver<T> observer) : IStreamHandler
{
    public Task OnNextAsync(StreamEvent streamEvent) => observer.OnNextAsync((T)streamEvent.Item!, streamEvent.Token);

    public Task OnErrorAsync(Exception exception) => observer.OnErrorAsync(exception);
}
