using Iskra.Channels;

namespace Iskra.Gateway.Fanout;

/// <content>How the hub comes to life, keeps its channel awake, and ends.</content>
public sealed partial class ChannelHub
{
    /// <summary>How long a hub without subscribers goes on, so that one who comes back finds it warm.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(30);

    /// <summary>When a renewal that failed is tried again, once.</summary>
    public static readonly TimeSpan RenewalRetry = TimeSpan.FromSeconds(1);

    /// <summary>After how many renewals in a row that found something missing the channel is subscribed again.</summary>
    private const int MaxUndelivered = 2;

    private Task? _started;
    private int _holds;
    private bool _retired;
    private long _emptySince;
    private long _renewedAt;
    private TimeSpan _renewAfter = ChannelInterest.Renewal;
    private bool _renewing;

    /// <summary>Keeps the hub from ending while somebody joins.</summary>
    /// <returns>False when it has ended already.</returns>
    internal bool TryHold()
    {
        lock (_gate)
        {
            _holds += _retired ? 0 : 1;
            return !_retired;
        }
    }

    /// <summary>Ends a hold.</summary>
    internal void Release()
    {
        lock (_gate)
        {
            _holds--;
            if (_members.Count == 0)
            {
                _emptySince = _time.GetTimestamp();
            }
        }
    }

    /// <summary>Starts following the channel; everybody who joins waits for the same start.</summary>
    internal Task StartAsync()
    {
        lock (_gate)
        {
            return _started ??= StartOnceAsync();
        }
    }

    /// <summary>Whether the hub has had no subscribers for <see cref="Linger"/>; then it has ended for good.</summary>
    internal bool TryRetire(bool force = false)
    {
        lock (_gate)
        {
            if (!force && (_members.Count > 0 || _holds > 0 || _time.GetElapsedTime(_emptySince) < Linger))
            {
                return false;
            }

            return _retired = true;
        }
    }

    /// <summary>Says again that there are subscribers, and looks whether everything was delivered.</summary>
    /// <param name="now">Before it is due.</param>
    internal async Task RenewAsync(bool now = false)
    {
        lock (_gate)
        {
            if (_renewing || _retired || !_sequencer.IsStarted || (!now && _time.GetElapsedTime(_renewedAt) < _renewAfter))
            {
                return;
            }

            _renewing = true;
            _renewedAt = _time.GetTimestamp();
        }

        try
        {
            var head = await _source.AttachAsync(Channel);
            _renewAfter = ChannelInterest.Renewal;
            await CompareAsync(head);
        }
        catch (Exception problem)
        {
            // Once sooner, for a channel that comes back elsewhere; then at the usual pace, for a cluster that is away.
            _renewAfter = _renewAfter == ChannelInterest.Renewal ? RenewalRetry : ChannelInterest.Renewal;
            Log.RenewalFailed(_log, problem, Channel);
        }
        finally
        {
            _renewing = false;
        }
    }

    /// <summary>Stops following the channel.</summary>
    internal async Task StopAsync()
    {
        await _stopped.CancelAsync();
        try
        {
            await (_started ?? Task.CompletedTask);
            await (_following?.DisposeAsync() ?? ValueTask.CompletedTask);
            await _source.DetachAsync(Channel);
        }
        catch (Exception problem)
        {
            // The lease runs out by itself.
            Log.StopFailed(_log, problem, Channel);
        }
    }

    private async Task StartOnceAsync()
    {
        // The lock of the caller is not to be held while the cluster is asked.
        await Task.Yield();
        _following = await _source.SubscribeAsync(Channel, this);
        var head = await _source.AttachAsync(Channel);
        lock (_gate)
        {
            _head = head;
            _sequencer.StartAt(head);
            _renewedAt = _time.GetTimestamp();
            if (!TryStartDraining())
            {
                return;
            }
        }

        Drain();
    }

    private async Task CompareAsync(ChannelPosition head)
    {
        if (IsUpTo(head))
        {
            _undelivered = 0;
            return;
        }

        await Task.Delay(DeliveryGrace, _time, _stopped.Token);
        if (IsUpTo(head))
        {
            _undelivered = 0;
            return;
        }

        Expect(head);
        if (++_undelivered >= MaxUndelivered)
        {
            _undelivered = 0;
            Log.NothingDelivered(_log, Channel);
            var silent = _following;
            _following = await _source.SubscribeAsync(Channel, this);
            await (silent?.DisposeAsync() ?? ValueTask.CompletedTask);
            Expect(await _source.AttachAsync(Channel));
        }
    }

    private bool IsUpTo(ChannelPosition head)
    {
        lock (_gate)
        {
            return _sequencer.Position.Epoch == head.Epoch && _sequencer.Position.Seq >= head.Seq;
        }
    }
}
