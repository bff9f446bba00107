using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace Iskra.Channels;

/// <summary>
/// Publishes the events of a channel on its stream, in order, one batch under way at a time; what arrives meanwhile goes into the
/// next. What waits is the ring itself, so that the bound of the ring is the bound of the backlog. A batch that fails is not
/// sent again: readers see the gap and fetch it.
/// </summary>
/// <param name="channel">Name of the channel.</param>
/// <param name="stream">Its stream.</param>
/// <param name="tail">Its events.</param>
/// <param name="afterSeq">Publishing starts after this number.</param>
/// <param name="logger">Where failures go.</param>
internal sealed class ChannelPublisher(
    string channel,
    IAsyncObserver<ChannelBatch> stream,
    ChannelTail tail,
    long afterSeq,
    ILogger logger)
{
    /// <summary>Most events in one batch.</summary>
    public const int MaxBatchEvents = 500;

    /// <summary>Most bytes of payload in one batch; it holds one event all the same.</summary>
    public const long MaxBatchBytes = 1L << 20;

    private Task _publishing = Task.CompletedTask;
    private long _publishedSeq = afterSeq;

    /// <summary>Publishes what is new.</summary>
    public void Publish()
    {
        if (_publishing.IsCompleted)
        {
            _publishing = PublishAllAsync();
        }
    }

    /// <summary>Leaves what is new unpublished, because nobody listens.</summary>
    public void Skip()
    {
        if (_publishing.IsCompleted)
        {
            _publishedSeq = tail.Head.Seq;
        }
    }

    /// <summary>Completes when everything has been published.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => _publishing.WaitAsync(cancellationToken);

    private async Task PublishAllAsync()
    {
        while (_publishedSeq < tail.Head.Seq)
        {
            var oldest = tail.Ring.FirstSeq - 1;
            if (_publishedSeq < oldest)
            {
                logger.PublishSkipped(channel, oldest - _publishedSeq);
                _publishedSeq = oldest;
            }

            var events = tail.Ring.After(_publishedSeq, MaxBatchEvents, MaxBatchBytes);
            _publishedSeq = events[^1].Seq;
            try
            {
                await stream.OnNextAsync(new ChannelBatch(tail.Epoch, events));
            }
            catch (Exception exception)
            {
                logger.PublishFailed(exception, channel, _publishedSeq, events.Length);
            }
        }
    }
}
