using System.Collections.Immutable;
using Iskra.Channels;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Iskra;

/// <summary>
/// The state of a grain that announces what becomes of it. A state is stored together with the events that follow from it, then
/// the events are appended, then it is stored that they are: after a crash between any two of these the append is repeated with
/// the same ids, which the channel knows. What fails is tried again every second; the grain stays active until it is done.
/// </summary>
/// <typeparam name="T">The state.</typeparam>
internal sealed partial class AnnouncedState<T>
    where T : class, IAnnouncedState<T>
{
    /// <summary>Most events that wait. A grain whose events do not fit must wait with deciding.</summary>
    public const int MaxPending = 64;

    /// <summary>How long after a failure the store and the channels are tried again.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for an append.</summary>
    public static readonly TimeSpan AppendTimeout = TimeSpan.FromSeconds(10);

    private readonly IGrainBase _grain;
    private readonly IGrainFactory _grains;
    private readonly StoredState<T> _stored;
    private readonly Action _drained;
    private readonly Action _conflict;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly T _initial;
    private IGrainTimer? _retry;
    private T? _value;
    private bool _unsaved;
    private bool _working;
    private bool _stopped;

    /// <summary>A state that has not been loaded.</summary>
    /// <param name="grain">The grain.</param>
    /// <param name="grains">The way to the channels.</param>
    /// <param name="stored">Where it is stored.</param>
    /// <param name="initial">The state of a grain that has none.</param>
    /// <param name="drained">Called when it was loaded late, or when there is room for events again.</param>
    /// <param name="conflict">Called when something else is stored than was read: the grain must start over.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where failures go.</param>
    public AnnouncedState(
        IGrainBase grain,
        IGrainFactory grains,
        StoredState<T> stored,
        T initial,
        Action drained,
        Action conflict,
        TimeProvider time,
        ILogger logger)
    {
        (_grain, _grains, _stored, _initial, _drained, _conflict, _time, _logger) = (grain, grains, stored, initial, drained, conflict, time, logger);
    }

    /// <summary>Whether what was stored is known; nothing may be decided before.</summary>
    public bool IsLoaded => _value is not null;

    /// <summary>Whether so many further events fit.</summary>
    public bool HasRoom(int events) => Value.Pending.Length + events <= MaxPending;

    /// <summary>The state.</summary>
    public T Value => _value ?? throw new InvalidOperationException("The state has not been loaded.");

    /// <summary>Whether everything is stored and announced.</summary>
    public bool IsDone => IsLoaded && !_unsaved && Value.Pending.IsEmpty;

    /// <summary>Loads what was stored; if the store is away, it is loaded when it is back.</summary>
    public async Task LoadAsync()
    {
        try
        {
            await ReadAsync();
        }
        catch (StoreUnavailableException away)
        {
            LogAway(_logger, away, _grain.GrainContext.GrainId);
        }

        Work();
    }

    /// <summary>Takes a new state; storing and announcing follow.</summary>
    public void Set(T value)
    {
        _value = value;
        _unsaved = true;
        Work();
    }

    /// <summary>Takes a new state that need not be stored before the next one is; it announces nothing new.</summary>
    public void Keep(T value) => _value = value;

    /// <summary>The grain ends; what is not announced is stored or follows from what is stored.</summary>
    public void Stop()
    {
        _stopped = true;
        _retry?.Dispose();
    }

    private async Task ReadAsync() => _value ??= await _stored.ReadAsync() is { } known
        ? known.Pending.IsDefault ? known.WithPending([]) : known
        : _initial;

    private void Work()
    {
        if (!_working && !_stopped && !IsDone) _ = WorkAsync();
    }

    private async Task WorkAsync()
    {
        _working = true;
        try
        {
            var wasLoaded = IsLoaded;
            if (!wasLoaded) await ReadAsync();
            while (!IsDone && !_stopped) await DrainAsync();
            if (!wasLoaded) _drained();
        }
        catch (InconsistentStateException conflict)
        {
            LogConflict(_logger, conflict, _grain.GrainContext.GrainId);
            _stopped = true;
            _conflict();
        }
#pragma warning disable CA1031 // The store and the channels may be away for many reasons; all of them are tried again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogAway(_logger, failure, _grain.GrainContext.GrainId);
        }
        finally
        {
            _working = false;
        }

        ScheduleRetry();
    }

    private async Task DrainAsync()
    {
        var batch = Value.Pending;
        _unsaved = false;
        try
        {
            await _stored.WriteAsync(Value);
        }
        catch
        {
            _unsaved = true;
            throw;
        }

        if (batch.IsEmpty) return;
        foreach (var events in batch.GroupBy(pending => pending.Channel, StringComparer.Ordinal))
        {
            ImmutableArray<EventDraft> drafts = [.. events.Select(pending => pending.ToDraft())];
            await _grains.GetGrain<IChannelGrain>(events.Key).Append(drafts).WaitAsync(AppendTimeout, _time);
        }

        var wasFull = !HasRoom(MaxPending / 2);
        _value = Value.WithPending(Value.Pending.RemoveRange(0, batch.Length));
        _unsaved = true;
        if (wasFull) _drained();
    }

    private void ScheduleRetry()
    {
        if (_stopped || IsDone)
        {
            _retry?.Dispose();
            _retry = null;
            return;
        }

        // The timer keeps the grain active: what waits must not wait for the next call.
        _retry ??= _grain.RegisterGrainTimer(
            () =>
            {
                Work();
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions { DueTime = RetryInterval, Period = RetryInterval, Interleave = true, KeepAlive = true });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Grain} could not store or announce what it must and will try again.")]
    private static partial void LogAway(ILogger logger, Exception failure, GrainId grain);

    [LoggerMessage(Level = LogLevel.Information, Message = "The stored state of {Grain} is another than was read; starting from it.")]
    private static partial void LogConflict(ILogger logger, Exception conflict, GrainId grain);
}
