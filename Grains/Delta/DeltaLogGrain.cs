using System.Collections.Immutable;
using System.Globalization;
using Iskra.Channels;
using Iskra.Voices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Iskra.Delta;

/// <summary>
/// The records of one seam. Each becomes a log line, a row and an event; rows and events are written in batches, and while the store
/// or the channel is away a bounded number of them waits.
/// </summary>
[GrainType("delta-log")]
public sealed partial class DeltaLogGrain : Grain, IDeltaLogGrain
{
    /// <summary>Name of the stored state.</summary>
    public const string StateName = "maki";

    /// <summary>How long after a failure the store and the channel are tried again.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for a write.</summary>
    public static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long a grain that leaves may take to write what waits.</summary>
    public static readonly TimeSpan LeaveTimeout = TimeSpan.FromSeconds(2);

    private readonly IDeltaStore _store;
    private readonly DeltaComposer _composer;
    private readonly IEpochSource _epochs;
    private readonly IGrainStorage _storage;
    private readonly TimeProvider _time;
    private readonly ILogger<DeltaLogGrain> _logger;
    private readonly DeltaSampler _sampler = new();
    private readonly RecordOutbox<DeltaRecord> _rows;
    private readonly RecordOutbox<EventDraft> _events;
    private string _seamId = string.Empty;
    private string _epoch = string.Empty;
    private SeamWindow _window = null!;
    private StoredState<MakiState> _stored = null!;
    private MakiCall? _maki;
    private IGrainTimer? _timer;
    private Task _draining = Task.CompletedTask;
    private long _number;
    private long _lostSeen;

    /// <summary>Made by the engine.</summary>
    public DeltaLogGrain(
        IDeltaStore store,
        VoiceSettings voices,
        IEpochSource epochs,
        [FromKeyedServices(GrainStateNames.Storage)] IGrainStorage storage,
        TimeProvider time,
        ILogger<DeltaLogGrain> logger)
    {
        (_store, _epochs, _storage, _time, _logger) = (store, epochs, storage, time, logger);
        _composer = new DeltaComposer(voices.Impacts);
        _rows = new RecordOutbox<DeltaRecord>(WriteRowsAsync);
        _events = new RecordOutbox<EventDraft>(AppendAsync);
    }

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _seamId = this.GetPrimaryKeyString();
        _epoch = _epochs.Next();
        _window = new SeamWindow(_seamId);
        _stored = new StoredState<MakiState>(_storage, StateName, this.GetGrainId(), _time);
        try
        {
            _maki = new MakiCall((await _stored.ReadAsync())?.At);
        }
        catch (StoreUnavailableException away)
        {
            // Without knowing when it was last called it is not called: the activation after the next lull asks again.
            LogAway(_logger, away, _seamId);
        }
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        try
        {
            await _draining.WaitAsync(LeaveTimeout, _time, cancellationToken);
            if (!_rows.IsEmpty || !_events.IsEmpty) await DrainAsync().WaitAsync(LeaveTimeout, _time, cancellationToken);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            LogAway(_logger, late, _seamId);
        }
    }

    /// <inheritdoc/>
    public Task Report(DeltaBatch batch)
    {
        foreach (var occurrence in batch.Occurrences)
        {
            foreach (var taken in _sampler.Add(occurrence, _time.GetUtcNow())) Record(taken);
        }

        Drain();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ComponentSeam> Seam() => Task.FromResult(_window.Read(_time.GetUtcNow()));

    private void Record(DeltaOccurrence occurrence)
    {
        var now = _time.GetUtcNow();
        var id = string.Create(CultureInfo.InvariantCulture, $"{occurrence.At.ToUnixTimeMilliseconds()}-{_epoch}-{++_number}");
        var record = _composer.Compose(occurrence, id);
        _window.Add(occurrence, record, now);
        var level = DeltaRules.Level(record.Event, record.Omega);
        LogRecord(_logger, level, record.Event, record.SeamId, record.Omega, record.Dimension, record.Lambda, record.Significance, occurrence.Count, id);
        _rows.Add(record);
        _events.Add(new EventDraft(
            id, "delta_event", occurrence.At.ToUnixTimeMilliseconds(), occurrence.Source, PayloadJson.Bytes(record, DeltaComposer.Write)));
        if (record.Significance > DeltaRules.MakiSignificance && _maki?.TryCall(now) == true) CallMaki(record, now);
    }

    private void CallMaki(DeltaRecord record, DateTimeOffset now)
    {
        _events.Add(new EventDraft(
            "maki-" + record.Id,
            "maki_triggered",
            now.ToUnixTimeMilliseconds(),
            "delta",
            PayloadJson.Bytes(record, static (json, record) =>
            {
                json.WriteStartObject();
                json.WriteString("record_id", record.Id);
                json.WriteString("seam_id", record.SeamId);
                json.WriteNumber("significance", record.Significance);
                json.WriteString("action", record.Lambda);
                json.WriteEndObject();
            })));
        _ = RememberAsync(new MakiState(now));
    }

    private async Task RememberAsync(MakiState state)
    {
        try
        {
            await _stored.WriteAsync(state);
        }
        catch (InconsistentStateException conflict)
        {
            LogAway(_logger, conflict, _seamId);
            DeactivateOnIdle();
        }
        catch (StoreUnavailableException away)
        {
            LogAway(_logger, away, _seamId);
        }
    }

    private void Drain()
    {
        foreach (var due in _sampler.Due(_time.GetUtcNow())) Record(due);
        if (_draining.IsCompleted) _draining = DrainAsync();
    }

    private async Task DrainAsync()
    {
        try
        {
            while (!_rows.IsEmpty || !_events.IsEmpty) await Task.WhenAll(_rows.DrainAsync(), _events.DrainAsync());
        }
#pragma warning disable CA1031 // The store or the channel is away; what waits is tried again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogAway(_logger, failure, _seamId);
        }

        var lost = _rows.Lost + _events.Lost;
        if (lost > _lostSeen) LogLost(_logger, lost - _lostSeen, _seamId);
        _lostSeen = lost;
        Arm();
    }

    private Task WriteRowsAsync(ImmutableArray<DeltaRecord> records) =>
        _store.WriteAsync(records, CancellationToken.None).WaitAsync(WriteTimeout, _time);

    private Task<AppendResult> AppendAsync(ImmutableArray<EventDraft> drafts) =>
        GrainFactory.GetGrain<IChannelGrain>(ChannelName.Delta).Append(drafts).WaitAsync(WriteTimeout, _time);

    private void Arm()
    {
        var isWaiting = !_rows.IsEmpty || !_events.IsEmpty || _sampler.DueAt is not null;
        if (!isWaiting)
        {
            _timer?.Dispose();
            _timer = null;
            return;
        }

        _timer ??= this.RegisterGrainTimer(
            () =>
            {
                Drain();
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions { DueTime = RetryInterval, Period = RetryInterval, Interleave = true, KeepAlive = true });
    }

    [LoggerMessage(Message = "∆DΩΛ {Event} at {SeamId}: omega {Omega}, dimension {Dimension}, lambda {Lambda}, significance {Significance}, {Count} events, record {RecordId}")]
    private static partial void LogRecord(
        ILogger logger, LogLevel level, string @event, string seamId, double omega, int dimension, string lambda, double significance, int count, string recordId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Records of seam {SeamId} could not be written now and wait.")]
    private static partial void LogAway(ILogger logger, Exception failure, string seamId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} records or events of seam {SeamId} were given up: too many wait.")]
    private static partial void LogLost(ILogger logger, long count, string seamId);
}
