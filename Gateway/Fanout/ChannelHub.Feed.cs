using Iskra.Channels;

namespace Iskra.Gateway.Fanout;

/// <content>How the hub follows its channel.</content>
public sealed partial class ChannelHub : IThreadPoolWorkItem, IChannelReceiver
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(3);

    private readonly FeedSequencer _sequencer = new();
    private readonly List<ChannelEvent> _taken = [];
    private readonly List<(ChannelPosition Position, TaskCompletionSource Reached)> _waiters = [];
    private IAsyncDisposable? _following;
    private bool _draining;
    private HandOutPace _pace;
    private int _failures;
    private int _undelivered;

    /// <inheritdoc/>
    Task IChannelReceiver.Deliver(ChannelBatch batch)
    {
        OnBatch(batch);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    Task IChannelReceiver.Moved()
    {
        if (Members > 0)
        {
            _ = RenewAsync(now: true);
        }

        return Task.CompletedTask;
    }

    /// <summary>Goes on handing out, after other work of the process has had its turn.</summary>
    void IThreadPoolWorkItem.Execute() => Drain();

    /// <summary>Takes what was delivered. Hands it out it on this thread, unless another one does.</summary>
    internal void OnBatch(ChannelBatch batch)
    {
        lock (_gate)
        {
            _sequencer.Offer(batch);
            if (!TryStartDraining())
            {
                return;
            }
        }

        Drain();
    }

    /// <summary>Takes the word of the channel about its head; what is missing is read from the log.</summary>
    private void Expect(ChannelPosition head)
    {
        lock (_gate)
        {
            if (!_sequencer.Expect(head) || !TryStartDraining())
            {
                return;
            }
        }

        Drain();
    }

    /// <summary>Only under the lock.</summary>
    private bool TryStartDraining()
    {
        if (_draining || !_sequencer.IsStarted || _stopped.IsCancellationRequested)
        {
            return false;
        }

        _draining = true;
        return true;
    }

    private void Drain()
    {
        while (true)
        {
            if (_pace.ShouldGather(_time.GetElapsedTime(0), ThreadPool.PendingWorkItemCount > 0))
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }

            FeedStep step;
            string epoch;
            lock (_gate)
            {
                step = _sequencer.Next(_taken);
                epoch = _sequencer.Position.Epoch;
                if (step == FeedStep.Idle || _stopped.IsCancellationRequested)
                {
                    _draining = false;
                    return;
                }
            }

            if (step != FeedStep.Deliver)
            {
                _ = RecoverAsync(step);
                return;
            }

            var startedAt = _time.GetElapsedTime(0);
            Publish(EventEncoder.Encode(Channel, Kind, epoch, _taken));
            _pace.HandedOut(startedAt, _time.GetElapsedTime(0));
        }
    }

    private async Task RecoverAsync(FeedStep step)
    {
        try
        {
            var fruitful = await (step == FeedStep.Fill ? FillAsync() : CheckEpochAsync());
            _failures = fruitful ? 0 : _failures + 1;
        }
        catch (Exception problem)
        {
            _failures++;
            Log.ReadFailed(_log, problem, Channel, _failures);
        }

        if (_failures > 0)
        {
            await PauseAsync();
        }

        Drain();
    }

    private async Task<bool> FillAsync()
    {
        var page = await _source.ReadAfterAsync(Channel, _sequencer.Position, PageSize);
        if (!page.Recovered)
        {
            Reset(EventEncoder.Encode(Channel, Kind, await _source.SnapshotAsync(Channel)));
            return true;
        }

        if (page.Events.IsEmpty)
        {
            lock (_gate)
            {
                _sequencer.NothingMissing();
            }

            return false;
        }

        lock (_gate)
        {
            _sequencer.Advance(page.Events[^1].Seq);
        }

        Publish(EventEncoder.Encode(Channel, Kind, page.Epoch, page.Events));
        return true;
    }

    private async Task<bool> CheckEpochAsync()
    {
        var head = await _source.HeadAsync(Channel);
        if (head.Epoch == _sequencer.Position.Epoch)
        {
            lock (_gate)
            {
                _sequencer.DropStale();
            }

            return true;
        }

        Reset(EventEncoder.Encode(Channel, Kind, await _source.SnapshotAsync(Channel)));
        return true;
    }

    private async Task PauseAsync()
    {
        var pause = FirstRetry * Math.Pow(2, Math.Min(_failures - 1, 10));
        try
        {
            await Task.Delay(pause < LastRetry ? pause : LastRetry, _time, _stopped.Token);
        }
        catch (OperationCanceledException)
        {
            // The hub has stopped; the next step notices.
        }
    }

    /// <summary>Waits until everything up to a position has been delivered, or the log has started over.</summary>
    private async Task ReachAsync(ChannelPosition position, CancellationToken cancellationToken)
    {
        TaskCompletionSource reached;
        lock (_gate)
        {
            if (_head.Epoch == position.Epoch && _head.Seq >= position.Seq)
            {
                return;
            }

            reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((position, reached));
        }

        Expect(position);
        try
        {
            await reached.Task.WaitAsync(JoinTimeout, _time, cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                _waiters.RemoveAll(waiter => waiter.Reached == reached);
            }
        }
    }

    /// <summary>Only under the lock.</summary>
    private void ReleaseWaiters()
    {
        for (var i = _waiters.Count - 1; i >= 0; i--)
        {
            var (position, reached) = _waiters[i];
            if (position.Epoch == _head.Epoch && position.Seq <= _head.Seq)
            {
                _waiters.RemoveAt(i);
                reached.TrySetResult();
            }
        }
    }
}
