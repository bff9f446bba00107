using Iskra.Channels;
using Iskra.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Storage;

namespace Iskra.Alerts;

/// <summary>
/// Follows channel <c>slo</c> by its log: after a restart it goes on where it was, so that no change is missed. An alert that is posted
/// again, because a crash came before the position was stored, is the same alert.
/// </summary>
[Reentrant]
[GrainType("slo-alert")]
public sealed partial class SloAlertGrain : Grain, ISloAlertGrain
{
    /// <summary>Name of the stored state.</summary>
    public const string StateName = "position";

    /// <summary>How often the channel is looked at without being told.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    /// <summary>Most events that are read at once.</summary>
    public const int ReadLimit = 100;

    /// <summary>Longest wait for the channel, the alerts or a metric.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly IGrainStorage _storage;
    private readonly MetricDeclarations _declarations;
    private readonly TimeProvider _time;
    private readonly ILogger<SloAlertGrain> _logger;
    private StoredState<SloAlertState> _stored = null!;
    private bool _isLoaded;
    private Task _working = Task.CompletedTask;
    private bool _again;

    /// <summary>Made by the engine.</summary>
    public SloAlertGrain(
        [FromKeyedServices(GrainStateNames.Storage)] IGrainStorage storage,
        MetricDeclarations declarations,
        TimeProvider time,
        ILogger<SloAlertGrain> logger)
    {
        _storage = storage;
        _declarations = declarations;
        _time = time;
        _logger = logger;
    }

    private IChannelGrain Channel => GrainFactory.GetGrain<IChannelGrain>(ChannelName.Slo);

    private IAlertIndexGrain Index => GrainFactory.GetGrain<IAlertIndexGrain>(IAlertIndexGrain.Key);

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _stored = new StoredState<SloAlertState>(_storage, StateName, this.GetGrainId(), _time);
        this.RegisterGrainTimer(
            Follow, new GrainTimerCreationOptions { DueTime = LookInterval, Period = LookInterval, Interleave = true, KeepAlive = true });
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task Follow()
    {
        _again = true;
        if (_working.IsCompleted) _working = WorkAsync();
        return Task.CompletedTask;
    }

    private async Task WorkAsync()
    {
        try
        {
            while (_again)
            {
                _again = false;
                await CatchUpAsync();
            }
        }
        catch (InconsistentStateException conflict)
        {
            LogPutOff(_logger, conflict);
            DeactivateOnIdle();
        }
#pragma warning disable CA1031 // The store, the channel and the alerts may be away for many reasons; all of them are tried again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogPutOff(_logger, failure);
        }
    }

    private async Task CatchUpAsync()
    {
        if (!_isLoaded)
        {
            await _stored.ReadAsync();
            _isLoaded = true;
        }

        if (_stored.Value is not { } state)
        {
            await BeginAsync();
            return;
        }

        var position = state.Position;
        if (await Channel.Head().WaitAsync(Timeout, _time) == position) return;
        while (true)
        {
            var page = await Channel.ReadAfter(position, ReadLimit).WaitAsync(Timeout, _time);
            if (!page.Recovered)
            {
                await BeginAsync();
                return;
            }

            foreach (var item in page.Events)
            {
                await TakeAsync(item.Draft);
                position = new ChannelPosition(page.Epoch, item.Seq);
                await _stored.WriteAsync(new SloAlertState(position));
            }

            if (!page.HasMore) return;
        }
    }

    // Without a position the states of now stand for everything that was.
    private async Task BeginAsync()
    {
        var head = await Channel.Head().WaitAsync(Timeout, _time);
        foreach (var declaration in _declarations.All)
        {
            var reading = await GrainFactory.GetGrain<IMetricGrain>(declaration.Name).Current().WaitAsync(Timeout, _time);
            if (reading is null || reading.State == MetricState.Ok) continue;
            await PostAsync(new SloChange(declaration.Name, MetricState.Ok, reading.State, reading.Value, reading.Timestamp));
        }

        await _stored.WriteAsync(new SloAlertState(head));
    }

    private async Task TakeAsync(EventDraft draft)
    {
        if (draft.Type != "slo_changed") return;
        var at = DateTimeOffset.FromUnixTimeMilliseconds(draft.TimestampMs);
        if (SloChange.Read(draft.Data, at) is { } change) await PostAsync(change);
        else LogNoChange(_logger, draft.Id);
    }

    private async Task PostAsync(SloChange change)
    {
        var posts = SloAlertRules.Posts(change, _declarations.Of(change.Metric), _time.GetUtcNow());
        if (!posts.IsEmpty) await Index.Post(posts).WaitAsync(Timeout, _time);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Changes of metrics could not become alerts now; they will be tried again.")]
    private static partial void LogPutOff(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Event {Id} of channel slo is no change of a metric; it is passed over.")]
    private static partial void LogNoChange(ILogger logger, string id);
}
