namespace Orleans.Streams;

/// <summary>Receives the events of a stream, one after the other.</summary>
public interface IAsyncObserver<in T>
{
    /// <summary>The next event. The one after it comes when the returned task has completed.</summary>
    Task OnNextAsync(T item, StreamSequenceToken? token = null);

    /// <summary>The stream has ended.</summary>
    Task OnCompletedAsync() => Task.CompletedTask;

    /// <summary>An event could not be delivered.</summary>
    Task OnErrorAsync(Exception ex);
}
