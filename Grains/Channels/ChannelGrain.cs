using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Iskra.Channels;

/// <summary>One channel. What it does is in <see cref="DurableChannelLog"/> and <see cref="LiveChannelLog"/>; this is the shell.</summary>
[Reentrant]
public sealed class ChannelGrain : Grain, IChannelGrain, IDurableChannelOwner
{
    // So that a busy channel asks the engine to keep it once in 30 s and not with every event.
    private static readonly TimeSpan KeepAliveSlack = TimeSpan.FromSeconds(30);

    private readonly IEventLog _eventLog;
    private readonly IEpochSource _epochs;
    private readonly TimeProvider _time;
    private readonly ILogger<ChannelGrain> _logger;
    private readonly GatewayLeases _gateways = new();

    private string _channel = "";
    private bool _isDurable;
    private IChannelLog _log = null!;
    private ChannelWatch _watch = null!;
    private ChannelDeliveries _deliveries = null!;
    private IGrainTimer? _wake;
    private long _aliveUntilUs;

    /// <summary>A channel; the engine makes it.</summary>
    public ChannelGrain(IEventLog eventLog, IEpochSource epochs, TimeProvider time, ILogger<ChannelGrain> logger)
    {
        _eventLog = eventLog;
        _epochs = epochs;
        _time = time;
        _logger = logger;
    }

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _channel = this.GetPrimaryKeyString();
        _isDurable = ChannelName.KindOf(_channel) == ChannelKind.Log;
        _log = _isDurable
            ? new DurableChannelLog(_channel, _eventLog, _time, this, _logger)
            : new LiveChannelLog(_epochs.Next(), _time, OnCommitted);
        _watch = new ChannelWatch(_channel);
        _deliveries = new ChannelDeliveries(_channel, _gateways, _time, _logger);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _deliveries.LeaveAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<AppendResult> Append(ImmutableArray<EventDraft> drafts)
    {
        DraftRules.Check(drafts);
        if (IskraTracing.Current is { } trace) drafts = [.. drafts.Select(draft => draft with { Trace = trace })];
        return await _log.AppendAsync(drafts);
    }

    /// <inheritdoc/>
    public async Task<ChannelPage> ReadAfter(ChannelPosition after, int limit)
    {
        DraftRules.CheckLimit(limit);
        return await _log.ReadAfterAsync(after, limit);
    }

    /// <inheritdoc/>
    public async Task<ChannelPage> ReadBefore(long? before, int limit)
    {
        DraftRules.CheckLimit(limit);
        return await _log.ReadBeforeAsync(before, limit);
    }

    /// <inheritdoc/>
    public async Task<ChannelPosition> Head() => (await _log.OpenAsync()).Head;

    /// <inheritdoc/>
    public async Task<ChannelSnapshot> Snapshot()
    {
        var tail = await _log.OpenAsync();
        var timestampMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var (head, data) = (tail.Head, SnapshotBuilder.Data(_channel, tail.Ring));
        return new ChannelSnapshot(head, timestampMs, await ChannelState.AddAsync(data, _channel, GrainFactory, _time, _logger));
    }

    /// <inheritdoc/>
    public async Task<ChannelPosition> Attach(string gateway, IChannelReceiver? receiver)
    {
        var nowUs = _time.NowUs();
        var isFirst = !_gateways.Any(nowUs);
        if (!_gateways.TryAttach(gateway, nowUs))
        {
            throw ChannelRefusals.TooManyGateways();
        }

        if (receiver is not null)
        {
            _deliveries.Attach(gateway, receiver);
        }

        if (_watch.IsDue(isFirst, nowUs))
        {
            _ = TellSourceAsync();
        }

        KeepAlive(nowUs, ChannelInterest.Lease);
        _log.Tail?.Ring.Trim(nowUs);
        var head = (await _log.OpenAsync()).Head;
        _log.Confirm();
        return head;
    }

    /// <inheritdoc/>
    public Task Detach(string gateway)
    {
        _gateways.Detach(gateway, _time.NowUs());
        _deliveries.Detach(gateway);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    void IDurableChannelOwner.Committed(long afterSeq) => OnCommitted(afterSeq);

    /// <inheritdoc/>
    void IDurableChannelOwner.Moved() => DeactivateOnIdle();

    /// <inheritdoc/>
    void IDurableChannelOwner.WakeAfter(TimeSpan delay)
    {
        if (_wake is null)
        {
            var options = new GrainTimerCreationOptions(delay, Timeout.InfiniteTimeSpan) { Interleave = true };
            _wake = this.RegisterGrainTimer(static (log, _) => WakeAsync(log), (DurableChannelLog)_log, options);
        }
        else
        {
            _wake.Change(delay, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnCommitted(long afterSeq)
    {
        var nowUs = _time.NowUs();
        KeepAlive(nowUs, ChannelRetention.Live.Age);
        _deliveries.Send(_log.Tail!, afterSeq);
    }

    /// <summary>A channel in memory stays while somebody could still resume from it, so that its epoch does not change needlessly.</summary>
    private void KeepAlive(long nowUs, TimeSpan span)
    {
        if (!_isDurable && nowUs + span.ToUs() > _aliveUntilUs)
        {
            var delay = span + KeepAliveSlack;
            _aliveUntilUs = nowUs + delay.ToUs();
            DelayDeactivation(delay);
        }
    }

    private async Task TellSourceAsync()
    {
        try
        {
            await _watch.TellAsync(GrainFactory);
        }
        catch (Exception exception)
        {
            _logger.WatchFailed(exception, _channel);
        }
    }

    private static Task WakeAsync(DurableChannelLog log)
    {
        log.Wake();
        return Task.CompletedTask;
    }
}
