using System.Collections.Immutable;
using Iskra.Channels;
using Orleans.Simulation;

namespace Iskra.Tests.Grains.Simulation;

/// <summary>
/// An event log in a process of its own: requests and answers take time and get lost, and a request that was sent is carried out
/// even when the one who sent it has died or given up meanwhile.
/// </summary>
internal sealed class SimulatedEventLog(SimulatedCluster cluster) : IEventLog
{
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(8);

    private readonly SimulatedNode _node = cluster.AddNode("store");

    /// <summary>What is stored.</summary>
    public FakeEventLog Stored { get; } = new();

    /// <summary>Probability that a request or an answer is lost.</summary>
    public double Loss { get; set; }

    /// <summary>Probability that a request takes longer than anybody waits.</summary>
    public double Slowness { get; set; }

    public Task<ChannelPosition> OpenAsync(string channel, CancellationToken cancellationToken) =>
        CallAsync(() => Stored.OpenAsync(channel, CancellationToken.None), cancellationToken);

    public Task<bool> AppendAsync(
        string channel, ChannelPosition head, ImmutableArray<ChannelEvent> events, CancellationToken cancellationToken) =>
        CallAsync(() => Stored.AppendAsync(channel, head, events, CancellationToken.None), cancellationToken);

    public Task<ImmutableArray<ChannelEvent>> ReadAfterAsync(
        string channel, string epoch, long afterSeq, int limit, CancellationToken cancellationToken) =>
        CallAsync(() => Stored.ReadAfterAsync(channel, epoch, afterSeq, limit, CancellationToken.None), cancellationToken);

    public Task<ImmutableArray<ChannelEvent>> ReadBeforeAsync(
        string channel, string epoch, long beforeSeq, int limit, CancellationToken cancellationToken) =>
        CallAsync(() => Stored.ReadBeforeAsync(channel, epoch, beforeSeq, limit, CancellationToken.None), cancellationToken);

    private async Task<T> CallAsync<T>(Func<Task<T>> operation, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>();
        _ = _node.Run(() => ServeAsync(operation, answer));
        return await answer.Task.WaitAsync(cancellationToken);
    }

    private async Task ServeAsync<T>(Func<Task<T>> operation, TaskCompletionSource<T> answer)
    {
        await cluster.PauseAsync(cluster.Chance(Slowness) ? Slow : Usual);
        if (cluster.Chance(Loss))
        {
            cluster.Trace("store: a request is lost");
            answer.TrySetException(new StoreUnavailableException("The request was lost."));
            return;
        }

        var result = await operation();
        await cluster.PauseAsync(Usual);
        if (cluster.Chance(Loss))
        {
            cluster.Trace("store: an answer is lost");
            answer.TrySetException(new StoreUnavailableException("The answer was lost."));
            return;
        }

        answer.TrySetResult(result);
    }
}
