using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Iskra.Channels;

/// <summary>
/// Brings the events of a channel to one gateway, in order, one batch under way at a time; what arrives meanwhile goes into the
/// next. What waits is the ring itself, so that a slow gateway costs no memory of its own and holds nobody else up. A batch that
/// fails is not sent again: the gateway sees the gap and fetches it.
/// </summary>
/// <param name="channel">Name of the channel.</param>
/// <param name="gateway">Id of the gateway.</param>
/// <param name="receiver">Where it wants the events.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where failures go.</param>
public sealed class GatewayDelivery(string channel, string gateway, IChannelReceiver receiver, TimeProvider time, ILogger logger)
{
    /// <summary>Most events in one batch.</summary>
    public const int MaxBatchEvents = 500;

    /// <summary>Most bytes of payload in one batch; it holds one event all the same.</summary>
    public const long MaxBatchBytes = 1L << 20;

    /// <summary>
    /// After this time without an answer a batch counts as lost when the gateway attaches again: then delivery goes on beside it. So
    /// at most one batch in each <see cref="ChannelInterest.Renewal"/> waits for a gateway that is alive but does not answer.
    /// </summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1);

    private Task _sending = Task.CompletedTask;
    private long? _sentSeq;
    private long _sentUs;
    private bool _hasEnded;
    private bool _isFailing;

    /// <summary>Whether events go to this receiver.</summary>
    public bool GoesTo(IChannelReceiver other) => receiver.Equals(other);

    /// <summary>Whether a batch has been waiting for its answer for too long.</summary>
    public bool IsStuck(long nowUs) => !_sending.IsCompleted && nowUs - _sentUs >= AnswerTimeout.ToUs();

    /// <summary>Sends what is new.</summary>
    /// <param name="tail">The events.</param>
    /// <param name="afterSeq">The first time: what comes after this number is new.</param>
    public void Send(ChannelTail tail, long afterSeq)
    {
        _sentSeq ??= afterSeq;
        if (_sending.IsCompleted)
        {
            _sending = SendAllAsync(tail);
        }
    }

    /// <summary>Sends nothing more; what is under way may still arrive.</summary>
    public void End() => _hasEnded = true;

    /// <summary>Tells the gateway that the channel leaves, when everything has been sent. Never fails.</summary>
    public async Task LeaveAsync()
    {
        await _sending;
        End();
        try
        {
            await receiver.Moved();
        }
        catch (Exception exception)
        {
            logger.LeaveFailed(exception, channel, gateway);
        }
    }

    private async Task SendAllAsync(ChannelTail tail)
    {
        while (!_hasEnded && _sentSeq < tail.Head.Seq)
        {
            var events = Next(tail);
            _sentUs = time.NowUs();
            try
            {
                await receiver.Deliver(new ChannelBatch(tail.Epoch, events));
                _isFailing = false;
            }
            catch (Exception exception)
            {
                // Said once: a gateway that has died is called until its lease runs out.
                if (!_isFailing) logger.DeliveryFailed(exception, channel, gateway, _sentSeq.Value, events.Length);
                _isFailing = true;
                _sentSeq = tail.Head.Seq;
            }
        }
    }

    private ImmutableArray<ChannelEvent> Next(ChannelTail tail)
    {
        var sentSeq = _sentSeq!.Value;
        var oldest = tail.Ring.FirstSeq - 1;
        if (sentSeq < oldest)
        {
            logger.DeliverySkipped(channel, gateway, oldest - sentSeq);
            sentSeq = oldest;
        }

        var events = tail.Ring.After(sentSeq, MaxBatchEvents, MaxBatchBytes);
        _sentSeq = events[^1].Seq;
        return events;
    }
}
