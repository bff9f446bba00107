using Iskra.Channels;
using Microsoft.Extensions.Logging;

namespace Iskra.Metrics;

/// <summary>
/// Shows a live value on a channel for a grain, when its <see cref="PublishSchedule"/> says so. One append is under way at a
/// time and it carries what is newest when it begins, so that a slow channel is never sent what has been superseded. An append
/// that fails is not repeated: the next one, at most an interval later, carries the newer value.
/// </summary>
internal sealed partial class LivePublisher
{
    /// <summary>Longest wait for an append, after which the next one may begin.</summary>
    public static readonly TimeSpan AppendTimeout = TimeSpan.FromSeconds(5);

    private readonly IGrainBase _grain;
    private readonly IChannelGrain _channel;
    private readonly TimeProvider _time;
    private readonly Func<DateTimeOffset, ValueTask<EventDraft?>> _compose;
    private readonly ILogger _logger;
    private readonly PublishSchedule _schedule;
    private readonly long _origin;
    private IGrainTimer? _timer;
    private TimeSpan? _armedFor;
    private bool _publishing;
    private bool _stopped;

    /// <summary>A publisher that nobody watches yet.</summary>
    /// <param name="grain">The grain that shows its value.</param>
    /// <param name="channel">Where it shows it.</param>
    /// <param name="interval">The time between repeats.</param>
    /// <param name="compose">Makes the event to append, given the time; null when there is nothing to show.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where failed appends are noted.</param>
    public LivePublisher(
        IGrainBase grain,
        IChannelGrain channel,
        TimeSpan interval,
        Func<DateTimeOffset, ValueTask<EventDraft?>> compose,
        TimeProvider time,
        ILogger logger)
    {
        _grain = grain;
        _channel = channel;
        _time = time;
        _compose = compose;
        _logger = logger;
        _schedule = new PublishSchedule(interval);
        _origin = time.GetTimestamp();
    }

    /// <summary>Somebody watches for a time.</summary>
    public void Watch(TimeSpan lease)
    {
        _schedule.Watch(Now, lease);
        Continue();
    }

    /// <summary>Repeats come at a longer interval for a time.</summary>
    public void Pace(TimeSpan interval, TimeSpan lease) => _schedule.Pace(Now, interval, lease);

    /// <summary>The value changed.</summary>
    public void Changed()
    {
        _schedule.Change();
        Continue();
    }

    /// <summary>The grain ends: nothing more is published.</summary>
    public void Stop()
    {
        _stopped = true;
        _timer?.Dispose();
    }

    private TimeSpan Now => _time.GetElapsedTime(_origin);

    private void Continue()
    {
        if (_publishing || _stopped) return;
        var now = Now;
        if (_schedule.Due(now) is not { } due) return;
        if (due > now) Arm(due, now);
        else _ = PublishAsync(now);
    }

    private async Task PublishAsync(TimeSpan now)
    {
        _publishing = true;
        try
        {
            // The next one is armed before this one is on its way, so that it is on time however long this one takes.
            _schedule.Published(now);
            if (_schedule.Due(now) is { } next) Arm(next, now);
            if (await _compose(_time.GetUtcNow()) is { } draft) await _channel.Append([draft]).WaitAsync(AppendTimeout, _time);
        }
#pragma warning disable CA1031 // Whatever went wrong, the next publication tries again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogAppendFailed(_logger, failure, _channel.GetPrimaryKeyString());
        }
        finally
        {
            _publishing = false;
            Continue();
        }
    }

    // Most often it is armed for that time already: it is when a publication begins, and each change before the next asks again.
    private void Arm(TimeSpan due, TimeSpan now)
    {
        if (_armedFor == due) return;
        _armedFor = due;
        _timer ??= _grain.RegisterGrainTimer(
            () =>
            {
                _armedFor = null;
                Continue();
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions { DueTime = due - now, Period = Timeout.InfiniteTimeSpan, Interleave = true });
        _timer.Change(due - now, Timeout.InfiniteTimeSpan);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A live value was not shown on channel {Channel}.")]
    private static partial void LogAppendFailed(ILogger logger, Exception failure, string channel);
}
