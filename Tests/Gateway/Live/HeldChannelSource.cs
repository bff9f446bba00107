using Iskra.Channels;
using Iskra.Gateway.Fanout;

namespace Iskra.Tests.Gateway.Live;

/// <summary>A cluster that has not answered yet: every call waits until it is disposed.</summary>
internal sealed class HeldChannelSource : IChannelSource, IDisposable
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the first call.</summary>
    internal Task Asked => _asked.Task;

    public void Dispose() => _released.TrySetException(new RefusedException(ErrorCode.Overloaded, "The test is over."));

    public Task<IAsyncDisposable> SubscribeAsync(string channel, IChannelReceiver receiver) => HoldAsync<IAsyncDisposable>();

    public Task<ChannelPosition> AttachAsync(string channel) => HoldAsync<ChannelPosition>();

    public Task DetachAsync(string channel) => Task.CompletedTask;

    public Task<ChannelPage> ReadAfterAsync(string channel, ChannelPosition after, int limit) => HoldAsync<ChannelPage>();

    public Task<ChannelPage> ReadBeforeAsync(string channel, long? before, int limit) => HoldAsync<ChannelPage>();

    public Task<ChannelPosition> HeadAsync(string channel) => HoldAsync<ChannelPosition>();

    public Task<ChannelSnapshot> SnapshotAsync(string channel) => HoldAsync<ChannelSnapshot>();

    private async Task<T> HoldAsync<T>()
    {
        _asked.TrySetResult();
        await _released.Task;
        throw new InvalidOperationException("Held calls end with a refusal.");
    }
}
