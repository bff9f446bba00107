namespace Iskra.Channels;

/// <content>
/// How an activation that nobody writes to learns that another one is written to. An engine may for a while have two activations of a
/// channel, after a silo has died above all; those who read from the one that is not written to would miss what the other takes.
/// </content>
public sealed partial class DurableChannelLog
{
    /// <summary>How long after it was last seen or written the head of the log is taken to be the one that is known.</summary>
    public static readonly TimeSpan ConfirmInterval = TimeSpan.FromSeconds(5);

    private long _confirmedUs;
    private bool _isConfirming;

    /// <inheritdoc/>
    public void Confirm()
    {
        var nowUs = _time.NowUs();
        if (Tail is { } tail && !_isConfirming && !_isWriting && !_isMoved && nowUs - _confirmedUs >= ConfirmInterval.ToUs())
        {
            _ = ConfirmAsync(tail, nowUs);
        }
    }

    private async Task ConfirmAsync(ChannelTail tail, long nowUs)
    {
        _isConfirming = true;
        try
        {
            var seqBefore = tail.Head.Seq;
            var head = await _store.HeadAsync();

            // A write that is under way or whose answer was lost finds out by itself.
            if (_isWriting || _isUnresolved || _isMoved)
            {
                return;
            }

            if (head.Epoch == tail.Epoch && head.Seq >= seqBefore && head.Seq <= tail.Head.Seq)
            {
                _confirmedUs = nowUs;
            }
            else
            {
                Move(tail);
            }
        }
        catch (Exception away) when (away is StoreUnavailableException or OperationCanceledException)
        {
            // It is asked again with the next renewal.
        }
        finally
        {
            _isConfirming = false;
        }
    }
}
