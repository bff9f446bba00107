using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Iskra.Alerts;

/// <summary>
/// Stores what the board decided and hands it over, one round at a time; what arrives meanwhile goes into the next. Runs on the turns
/// of its grain.
/// </summary>
internal sealed partial class AlertKeeper(AlertBoard board, BoardStore store, BoardHandOver handOver, Action leave, ILogger logger)
{
    private TaskCompletionSource? _waiting;
    private Task _working = Task.CompletedTask;
    private bool _hasFailed;

    /// <summary>Whether something is to be done that no call waits for.</summary>
    public bool HasWork => _hasFailed || HasChanges || HasStored;

    private bool HasChanges => !board.Changes.IsEmpty || store.IsDirty;

    private bool HasStored => board.Events.Any() || board.Intents.Any();

    /// <summary>Completes when everything that was decided so far is stored.</summary>
    /// <exception cref="RefusedException"><c>overloaded</c>: it could not be stored; it will be tried again.</exception>
    public Task SavedAsync()
    {
        if (!HasChanges) return Task.CompletedTask;
        _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var saved = _waiting.Task;
        Work();
        return saved;
    }

    /// <summary>Begins to work, if there is work and none is under way.</summary>
    /// <param name="withLeftovers">Also stores what only says that something has been handed over.</param>
    public void Work(bool withLeftovers = false)
    {
        if (_working.IsCompleted) _working = WorkAsync(withLeftovers);
    }

    /// <summary>Does what is to be done and waits for it.</summary>
    public async Task FlushAsync()
    {
        await _working;
        await WorkAsync(withLeftovers: true);
    }

    private async Task WorkAsync(bool withLeftovers)
    {
        _hasFailed = false;
        try
        {
            while (_waiting is not null || (HasStored && !_hasFailed) || (withLeftovers && HasChanges && !_hasFailed)) await RoundAsync();
        }
        catch (InconsistentStateException conflict)
        {
            // Another activation wrote, or an answer was lost. The next one starts from what is stored.
            Fail();
            LogConflict(logger, conflict);
            leave();
        }
#pragma warning disable CA1031 // The store, the channels and the outboxes may be away for many reasons; all of them are tried again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Fail();
            LogPutOff(logger, failure);
        }
    }

    private async Task RoundAsync()
    {
        var waiting = _waiting;
        _waiting = null;
        store.Take(board);
        var events = board.Events.ToArray();
        var intents = board.Intents.ToArray();
        try
        {
            await store.SaveAsync(board.Resolved);
            waiting?.SetResult();
        }
        catch
        {
            waiting?.SetException(Refusal());
            throw;
        }

        if (events.Length > 0) await TryAsync(async () => board.Acknowledge(await handOver.AppendAsync(events)));
        foreach (var receiver in intents.GroupBy(intent => intent.Notification.Receiver, StringComparer.Ordinal))
        {
            await TryAsync(async () => board.Acknowledge(await handOver.EnqueueAsync(receiver)));
        }
    }

    // A channel or an outbox that fails keeps neither the others nor the store waiting; it is tried again later.
    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
#pragma warning disable CA1031 // Whatever keeps it from taking it, it is handed over again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _hasFailed = true;
            LogPutOff(logger, failure);
        }
    }

    private void Fail()
    {
        _hasFailed = true;
        _waiting?.SetException(Refusal());
        _waiting = null;
    }

    private static RefusedException Refusal() => new(
        ErrorCode.Overloaded, "The alerts could not be stored now. Say it again.", AlertIndexGrain.RetryInterval.TotalSeconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Alerts could not be stored or handed over and will be tried again.")]
    private static partial void LogPutOff(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "The stored alerts are others than were read; starting from them.")]
    private static partial void LogConflict(ILogger logger, Exception conflict);
}
