using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>What the engine says.</summary>
internal sealed partial class RuntimeLog(ILogger logger)
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Grain {GrainId} could not be activated.")]
    public partial void ActivationFailed(GrainId grainId, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Grain {GrainId} failed while it was deactivated.")]
    public partial void DeactivationFailed(GrainId grainId, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A timer of grain {GrainId} failed.")]
    public partial void TimerFailed(GrainId grainId, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reminder {Reminder} of grain {GrainId} failed.")]
    public partial void ReminderFailed(string reminder, GrainId grainId, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A subscriber of stream {StreamId} failed on an event; the event is skipped.")]
    public partial void SubscriberFailed(StreamId streamId, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A subscriber of stream {StreamId} is behind by more than {Capacity} events; the oldest are dropped.")]
    public partial void SubscriberBehind(StreamId streamId, int capacity);
}
