namespace Orleans.Streams;

/// <summary>Can be published to.</summary>
public interface IAsyncBatchProducer<T> : IAsyncObserver<T>
{
    /// <summary>Publishes events in the order given.</summary>
    /// <param name="batch">The events.</param>
    /// <param name="token">Has to be null: the stream numbers the events.</param>
    Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null);
}
