using System.Collections.Concurrent;
using Iskra.Channels;
using Iskra.Metrics;

namespace Iskra.Tests.Grains.Channels;

/// <summary>Takes note of the appends that reach a channel, and of the Watch calls that channels make; those it answers in place of the grains.</summary>
public sealed class CallRecorder : IIncomingGrainCallFilter
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _watches = new(StringComparer.Ordinal);
    private readonly List<(string Channel, int Times, TaskCompletionSource Reached)> _waiters = [];

    private readonly ConcurrentDictionary<string, int> _appends = new(StringComparer.Ordinal);

    /// <summary>How many appends have reached a channel.</summary>
    public int AppendsOf(string channel) => _appends.GetValueOrDefault(channel);

    /// <summary>How often the source of a channel was told that it is watched.</summary>
    public int WatchesOf(string channel)
    {
        lock (_lock)
        {
            return _watches.GetValueOrDefault(channel);
        }
    }

    /// <summary>Completes when the source of a channel has been told so often; fails when it was told more often.</summary>
    public async Task WatchedAsync(string channel, int times)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiters.Add((channel, times, reached));
            Wake();
        }

        await reached.Task;
        Assert.Equal(times, WatchesOf(channel));
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod.Name == nameof(IMetricGrain.Watch))
        {
            Note(context.TargetId.Key.ToString()!);
            return;
        }

        if (context.InterfaceMethod.Name == nameof(IChannelGrain.Append))
        {
            _appends.AddOrUpdate(context.TargetId.Key.ToString()!, 1, static (_, count) => count + 1);
        }

        await context.Invoke();
    }

    private void Note(string channel)
    {
        lock (_lock)
        {
            _watches[channel] = _watches.GetValueOrDefault(channel) + 1;
            Wake();
        }
    }

    private void Wake()
    {
        foreach (var waiter in _waiters.Where(w => _watches.GetValueOrDefault(w.Channel) >= w.Times))
        {
            waiter.Reached.TrySetResult();
        }
    }
}
