using Microsoft.Extensions.Logging;

namespace Iskra.Channels;

/// <summary>What channels log.</summary>
internal static partial class ChannelLogging
{
    [LoggerMessage(1001, LogLevel.Warning, "The answer to a write of {Count} events after {HeadSeq} of channel {Channel} was lost")]
    public static partial void AppendAnswerLost(this ILogger logger, Exception exception, string channel, long headSeq, int count);

    [LoggerMessage(1002, LogLevel.Warning, "The log of channel {Channel} cannot be reached")]
    public static partial void StoreAway(this ILogger logger, Exception exception, string channel);

    [LoggerMessage(1003, LogLevel.Warning, "Another activation writes channel {Channel}; this one, with head {HeadSeq}, lets go")]
    public static partial void Moved(this ILogger logger, string channel, long headSeq);

    [LoggerMessage(1006, LogLevel.Warning, "The source of channel {Channel} could not be told that it is watched")]
    public static partial void WatchFailed(this ILogger logger, Exception exception, string channel);

    [LoggerMessage(1007, LogLevel.Warning, "{Count} events up to {LastSeq} of channel {Channel} could not be delivered to gateway {Gateway}; it will fetch them")]
    public static partial void DeliveryFailed(this ILogger logger, Exception exception, string channel, string gateway, long lastSeq, int count);

    [LoggerMessage(1008, LogLevel.Warning, "Delivery of channel {Channel} to gateway {Gateway} is behind: {Count} events are left for it to fetch")]
    public static partial void DeliverySkipped(this ILogger logger, string channel, string gateway, long count);

    [LoggerMessage(1009, LogLevel.Information, "Gateway {Gateway} could not be told that channel {Channel} leaves")]
    public static partial void LeaveFailed(this ILogger logger, Exception exception, string channel, string gateway);

    [LoggerMessage(1010, LogLevel.Warning, "The state behind channel {Channel} is not known now; a snapshot has its events alone.")]
    public static partial void StateUnknown(this ILogger logger, Exception exception, string channel);
}
