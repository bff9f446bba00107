using Iskra.Channels;
using Orleans.Simulation;

namespace Iskra.Tests.Grains.Simulation;

/// <summary>
/// Follows one channel as a gateway does: delivery is a hint, the log is the truth. Every event it takes continues the one
/// before, or it was told that the channel does not continue. Batches are lost, doubled and late as <see cref="DeliveryFaults"/> says.
/// </summary>
internal sealed class SimulatedFollower(SimulatedCluster cluster, string name, string channel, DeliveryFaults faults) : IChannelReceiver
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly Queue<ChannelBatch> _arrived = new();
    private IChannelReceiver? _receiver;
    private ChannelPosition? _position;
    private DateTimeOffset _attachAt;
    private bool _isBehind = true;
    private bool _isStopped;

    /// <summary>The events taken, of the newest epoch.</summary>
    public List<ChannelEvent> Taken { get; } = [];

    /// <summary>How often it was told that the channel does not continue after its position.</summary>
    public int Restarts { get; private set; }

    /// <summary>Name of the channel.</summary>
    public string Channel => channel;

    private IChannelGrain Grain => cluster.Client.GetGrain<IChannelGrain>(channel);

    /// <summary>Whether the caller may try again after this.</summary>
    public static bool IsTransient(Exception exception) =>
        exception is RefusedException { Code: ErrorCode.Overloaded or ErrorCode.Timeout } or SiloUnavailableException or TimeoutException;

    /// <summary>Follows until it is stopped.</summary>
    public async Task FollowAsync()
    {
        _receiver = cluster.Client.CreateObjectReference<IChannelReceiver>(this);
        while (!_isStopped)
        {
            try
            {
                await StepAsync();
            }
            catch (Exception exception) when (IsTransient(exception))
            {
                _isBehind = true;
            }

            await cluster.PauseAsync(Poll);
        }
    }

    /// <inheritdoc/>
    public async Task Deliver(ChannelBatch batch)
    {
        if (cluster.Chance(faults.Loss))
        {
            cluster.Trace($"lost: a batch of {channel} for {name}");
            return;
        }

        for (var times = cluster.Chance(faults.Duplication) ? 2 : 1; times > 0; times--)
        {
            if (cluster.Chance(faults.Delay)) await cluster.PauseAsync(faults.MaxDelay);
            _arrived.Enqueue(batch);
        }

        if (cluster.Chance(faults.Failure)) throw new InvalidOperationException("The answer of the gateway is lost.");
    }

    /// <inheritdoc/>
    public Task Moved()
    {
        _attachAt = default;
        return Task.CompletedTask;
    }

    /// <summary>Ends it after its next step.</summary>
    public void Stop() => _isStopped = true;

    private async Task StepAsync()
    {
        if (cluster.Time.GetUtcNow() >= _attachAt)
        {
            var head = await Grain.Attach(name, _receiver);
            _attachAt = cluster.Time.GetUtcNow() + ChannelInterest.Renewal;
            _position ??= head with { Seq = 0 };
            _isBehind |= head != _position;
        }

        while (_arrived.TryDequeue(out var batch))
        {
            Take(batch);
        }

        if (_isBehind)
        {
            await CatchUpAsync();
        }
    }

    private void Take(ChannelBatch batch)
    {
        if (_position is not { } position || batch.Epoch != position.Epoch || batch.Events[0].Seq > position.Seq + 1)
        {
            _isBehind = true;
            return;
        }

        foreach (var channelEvent in batch.Events)
        {
            if (channelEvent.Seq > _position.Value.Seq)
            {
                Take(channelEvent);
            }
        }
    }

    private async Task CatchUpAsync()
    {
        ChannelPage page;
        do
        {
            var after = _position!.Value;
            page = await Grain.ReadAfter(after, limit: 5);
            if (!page.Recovered)
            {
                Restarts++;
                Taken.Clear();
                _position = new ChannelPosition(page.Epoch, page.HeadSeq);
                break;
            }

            Assert.Equal(after.Epoch, page.Epoch);
            foreach (var channelEvent in page.Events)
            {
                Take(channelEvent);
            }
        }
        while (page.HasMore);

        _isBehind = false;
    }

    private void Take(ChannelEvent channelEvent)
    {
        Assert.Equal(_position!.Value.Seq + 1, channelEvent.Seq);
        _position = _position.Value with { Seq = channelEvent.Seq };
        Taken.Add(channelEvent);
    }
}
