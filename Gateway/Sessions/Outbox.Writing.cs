using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Iskra.Gateway.Sessions;

/// <content>How the outbox writes: one write at a time, on the thread that found the connection idle.</content>
public sealed partial class Outbox : IThreadPoolWorkItem
{
    /// <summary>Writes that one caller makes for others before the thread pool takes over, so that it can go on with its own work.</summary>
    private const int MaxWritesInline = 4;

    private PooledWriter? _rendered;
    private ValueTaskAwaiter _pending;
    private Action? _onWritten;
    private long _writeStarted;
    private volatile bool _isPending;

    /// <summary>Whether a write has been under way for longer than <paramref name="limit"/>.</summary>
    public bool IsStalled(TimeSpan limit) => _isPending && _time.GetElapsedTime(Volatile.Read(ref _writeStarted)) >= limit;

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute() => WriteOn();

    /// <summary>Only under the lock. Decides whether the caller is to write.</summary>
    private bool TryStartWriting(bool isUrgent)
    {
        _flushDue |= isUrgent || !_limits.IsBatching || _queue.Count >= OutboxLimits.MaxBatchMessages;
        if (_writing || _queue.Count == 0)
        {
            return false;
        }

        if (!_flushDue)
        {
            ArmBatchTimer();
            return false;
        }

        return _writing = true;
    }

    private void WriteShared(ReadOnlyMemory<byte> bytes)
    {
        if (TryWrite(bytes) && !IsDone())
        {
            WriteOn();
        }
    }

    /// <summary>Writes until nothing waits or a write does not finish at once.</summary>
    private void WriteOn()
    {
        for (var i = 0; i < MaxWritesInline; i++)
        {
            if (!WriteNext() || IsDone())
            {
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private bool WriteNext()
    {
        var entries = ArrayPool<OutboxEntry>.Shared.Rent(OutboxLimits.MaxWriteEntries);
        try
        {
            int count;
            int bytes;
            lock (_gate)
            {
                AddMarkIfDue();
                count = _queue.Take(entries.AsSpan(0, OutboxLimits.MaxWriteEntries), out bytes);
                _flushDue = _queue.Count > 0;
            }

            if (count == 0)
            {
                return true;
            }

            _rendered = PooledWriter.Rent(bytes + 64);
            _transport.Render(entries.AsSpan(0, count), _rendered);
            Observe(entries.AsSpan(0, count));
            return TryWrite(_rendered.Written);
        }
        catch (Exception problem)
        {
            Fail(problem);
            return false;
        }
        finally
        {
            ArrayPool<OutboxEntry>.Shared.Return(entries, clearArray: true);
        }
    }

    [SuppressMessage("Reliability", "CA2012", Justification = "The awaiter is kept in a field and read once, so that waiting allocates nothing.")]
    private bool TryWrite(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var write = _transport.WriteAsync(bytes).GetAwaiter();
            if (write.IsCompleted)
            {
                write.GetResult();
                ReturnRendered();
                return true;
            }

            Volatile.Write(ref _writeStarted, _time.GetTimestamp());
            _isPending = true;
            _pending = write;
            _pending.UnsafeOnCompleted(_onWritten ??= OnWritten);
            return false;
        }
        catch (Exception problem)
        {
            Fail(problem);
            return false;
        }
    }

    private void OnWritten()
    {
        _isPending = false;
        try
        {
            var pending = _pending;
            _pending = default;
            pending.GetResult();
            ReturnRendered();
        }
        catch (Exception problem)
        {
            Fail(problem);
            return;
        }

        if (!IsDone())
        {
            WriteOn();
        }
    }

    /// <summary>Ends the writing when nothing waits.</summary>
    private bool IsDone()
    {
        lock (_gate)
        {
            if (_queue.HasRoom)
            {
                ReleaseRoom(hasRoom: !_closing);
            }

            if (_queue.Count > 0 && _flushDue)
            {
                return false;
            }

            if (_queue.Count > 0)
            {
                ArmBatchTimer();
            }

            _writing = false;
            if (_closing)
            {
                _finished?.TrySetResult();
            }

            return true;
        }
    }

    private void Observe(ReadOnlySpan<OutboxEntry> entries)
    {
        if (_metrics is null)
        {
            return;
        }

        var nowUs = _time.GetUtcNow().Ticks / 10 - (DateTime.UnixEpoch.Ticks / 10);
        foreach (var entry in entries)
        {
            if (entry.Kind == OutboxEntryKind.Event && entry.Event.AcceptedUs > 0)
            {
                _metrics.EventLatency.Observe(Math.Max(0, nowUs - entry.Event.AcceptedUs));
            }
        }
    }

    private void ReturnRendered()
    {
        _rendered?.Return();
        _rendered = null;
    }

    private void Fail(Exception problem)
    {
        bool isKnown;
        lock (_gate)
        {
            isKnown = _closed;
        }

        Abandon();
        ReturnRendered();
        if (!isKnown)
        {
            _transport.Failed(problem);
        }
    }

    private void ArmBatchTimer()
    {
        if (_batchTimer is null)
        {
            _batchTimer = _time.CreateTimer(static state => ((Outbox)state!).FlushBatch(), this, _limits.BatchDelay, Timeout.InfiniteTimeSpan);
            _batchTimerArmed = true;
        }
        else if (!_batchTimerArmed)
        {
            _batchTimerArmed = _batchTimer.Change(_limits.BatchDelay, Timeout.InfiniteTimeSpan);
        }
    }

    private void FlushBatch()
    {
        lock (_gate)
        {
            _batchTimerArmed = false;
            if (!TryStartWriting(isUrgent: true))
            {
                return;
            }
        }

        WriteOn();
    }
}
