using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>An observer, whatever its events.</summary>
internal interface IStreamHandler
{
    Task OnNextAsync(StreamEvent streamEvent);

    Task OnErrorAsync(Exception exception);
}
