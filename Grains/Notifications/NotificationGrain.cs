using System.Collections.Immutable;
using Iskra.Alerts;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Iskra.Notifications;

/// <summary>
/// The outbox of one receiver: stores what it takes over before it says so, delivers what is due, and wakes up for what falls due. A
/// reminder brings it back while something is left to be done.
/// </summary>
[Reentrant]
[GrainType("notification")]
public sealed partial class NotificationGrain : Grain, INotificationGrain, IRemindable
{
    /// <summary>Most notifications in one call.</summary>
    public const int MaxPerCall = 100;

    /// <summary>How long a grain that ends waits for what is under way.</summary>
    public static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for the reminder to be registered; without it the next start of a process goes on.</summary>
    public static readonly TimeSpan RemindTimeout = TimeSpan.FromSeconds(2);

    private const string WakeReminder = "wake";

    private static readonly TimeSpan WakeInterval = TimeSpan.FromMinutes(1);

    // Timers are not exact; looking a moment later saves looking twice.
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(1);

    private readonly INotificationStore _store;
    private readonly NotificationSettings _settings;
    private readonly INotificationMeter _meter;
    private readonly TimeProvider _time;
    private readonly ILogger<NotificationGrain> _logger;
    private readonly NotificationDelivery _delivery;
    private OutboxQueue? _queue;
    private Task? _loading;
    private int _generation;
    private IGrainTimer? _timer;
    private bool _isPumping;
    private bool _mustPumpAgain;
    private int _underWay;
    private TaskCompletionSource? _idle;
    private bool _isReminded;
    private bool _ending;
    private int _adding;

    /// <summary>Made by the engine.</summary>
    public NotificationGrain(
        INotificationStore store,
        INotifier notifier,
        LiveAlertSettings alerts,
        NotificationSettings settings,
        IJitterSource jitter,
        IGrainFactory grains,
        INotificationMeter meter,
        TimeProvider time,
        ILogger<NotificationGrain> logger)
    {
        (_store, _settings, _meter, _time, _logger) = (store, settings, meter, time, logger);
        _delivery = new NotificationDelivery(store, notifier, alerts, settings, jitter, grains, meter, time, logger);
    }

    private string Receiver => this.GetPrimaryKeyString();

    /// <inheritdoc />
    public async Task Enqueue(ImmutableArray<Notification> notifications)
    {
        Check(notifications);
        var queue = await ReadyAsync();
        if (queue.Count + _adding + notifications.Length > _settings.MaxPending)
            throw Refusal($"{queue.Count} notifications of this receiver wait; it takes at most {_settings.MaxPending}. Hand it over again later.");
        var reminding = Task.CompletedTask;
        _adding += notifications.Length;
        try
        {
            // The reminder must be there when the caller may forget the notifications, but nobody waits for it to be told.
            reminding = RemindAsync();
            var entries = await _store.AddAsync(Receiver, notifications, _time.GetUtcNow());

            // One that was read meanwhile may lack what has just been stored.
            if (queue != _queue) Forget();
            foreach (var entry in entries) _queue?.Add(entry);
        }
        catch (StoreUnavailableException)
        {
            throw Refusal("The notifications cannot be stored now. Hand them over again.");
        }
        finally
        {
            _adding -= notifications.Length;
        }

        Pump();
        await reminding;
    }

    /// <inheritdoc />
    public Task Wake() => ReadyAsync();

    /// <inheritdoc />
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _isReminded = true;
        await TolerantlyAsync(ReadyAsync());
        if (_queue is not { IsEmpty: true } || _adding > 0) return;
        await TolerantlyAsync(ForgetReminderAsync());
    }

    /// <inheritdoc />
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _ending = true;
        _meter.Left(Receiver);
        if (_underWay == 0) return;
        _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await TolerantlyAsync(_idle.Task.WaitAsync(EndTimeout, _time, cancellationToken));
    }

    private void Check(ImmutableArray<Notification> notifications)
    {
        if (notifications.IsDefaultOrEmpty || notifications.Length > MaxPerCall)
            throw new RefusedException(ErrorCode.InvalidField, $"A call takes 1 to {MaxPerCall} notifications.", field: "notifications");
        if (notifications.FirstOrDefault(notification => notification.Receiver != Receiver) is { } stray)
            throw new RefusedException(ErrorCode.InvalidField, $"A notification is for '{stray.Receiver}'; this receiver is '{Receiver}'.", field: "notifications");
    }

    private async Task<OutboxQueue> ReadyAsync()
    {
        try
        {
            while (_queue is null) await (_loading ??= LoadAsync());
        }
        catch (Exception away)
        {
            _loading = null;
            Rearm();
            if (away is not StoreUnavailableException) throw;
            throw Refusal("The stored notifications cannot be read now. Hand them over again.");
        }

        var queue = _queue;
        Pump();
        return queue;
    }

    private async Task LoadAsync()
    {
        var generation = _generation;
        var queue = new OutboxQueue(_settings);
        foreach (var entry in await _store.LoadAsync(Receiver)) queue.Add(entry);
        if (generation == _generation) _queue = queue;
    }

    private void Forget()
    {
        _generation++;
        (_queue, _loading) = (null, null);
    }

    private void Pump()
    {
        _mustPumpAgain = true;
        if (_isPumping) return;
        _isPumping = true;
        while (_mustPumpAgain && !_ending && _queue is { } queue)
        {
            _mustPumpAgain = false;
            foreach (var item in queue.TakeDue(_time.GetUtcNow())) _ = WorkAsync(queue, item);
        }

        _isPumping = false;
        Rearm();
    }

    private async Task WorkAsync(OutboxQueue queue, OutboxItem item)
    {
        _underWay++;
        var isCurrent = await _delivery.WorkAsync(item, queue);
        queue.Return(item);
        if (!isCurrent && queue == _queue)
        {
            // Another activation wrote, or an answer was lost. What is claimed there is left alone until its lease has expired.
            LogConflict(_logger, Receiver);
            Forget();
        }

        if (--_underWay == 0) _idle?.TrySetResult();
        Pump();
    }

    private void Rearm()
    {
        if (_ending) return;
        if (_queue is { } queue) _meter.Waiting(Receiver, queue.Count, queue.OldestAt);
        var now = _time.GetUtcNow();
        var next = _queue is null ? now + NotificationDelivery.RetryInterval : _queue.NextAt(now);
        if (next is null)
        {
            _timer?.Dispose();
            _timer = null;
            return;
        }

        var wait = next.Value > now ? next.Value - now + TimerSlack : TimeSpan.Zero;
        if (_timer is { } timer) timer.Change(wait, Timeout.InfiniteTimeSpan);
        else _timer = this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions { DueTime = wait, Period = Timeout.InfiniteTimeSpan, Interleave = true, KeepAlive = true });
    }

    private Task TickAsync() => TolerantlyAsync(ReadyAsync());

    private async Task RemindAsync()
    {
        if (_isReminded) return;
        _isReminded = await TolerantlyAsync(this.RegisterOrUpdateReminder(WakeReminder, WakeInterval, WakeInterval).WaitAsync(RemindTimeout, _time));
    }

    private async Task ForgetReminderAsync()
    {
        if (await this.GetReminder(WakeReminder) is not { } reminder || _queue is not { IsEmpty: true } || _adding > 0) return;
        _isReminded = false;
        await this.UnregisterReminder(reminder);
    }

    private async Task<bool> TolerantlyAsync(Task work)
    {
        try
        {
            await work;
            return true;
        }
#pragma warning disable CA1031 // The store and the reminders may be away for many reasons; all of them are tried again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogPutOff(_logger, failure, Receiver);
            return false;
        }
    }

    private static RefusedException Refusal(string message) =>
        new(ErrorCode.Overloaded, message, NotificationDelivery.RetryInterval.TotalSeconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outbox of {Receiver} could not reach what it needs and will try again.")]
    private static partial void LogPutOff(ILogger logger, Exception failure, string receiver);

    [LoggerMessage(Level = LogLevel.Information, Message = "The stored outbox of {Receiver} is another than was read; starting from it.")]
    private static partial void LogConflict(ILogger logger, string receiver);
}
