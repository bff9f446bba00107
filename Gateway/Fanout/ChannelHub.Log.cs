namespace Iskra.Gateway.Fanout;

/// <content>What the hub writes to the log.</content>
public sealed partial class ChannelHub
{
    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Error, "A subscriber of channel {Channel} failed and was taken off")]
        internal static partial void SubscriberFailed(ILogger logger, Exception problem, string channel);

        [LoggerMessage(1102, LogLevel.Warning, "The log of channel {Channel} could not be read, attempt {Attempt}")]
        internal static partial void ReadFailed(ILogger logger, Exception problem, string channel, int attempt);

        [LoggerMessage(1103, LogLevel.Warning, "Interest in channel {Channel} could not be renewed")]
        internal static partial void RenewalFailed(ILogger logger, Exception problem, string channel);

        [LoggerMessage(1104, LogLevel.Information, "Channel {Channel} could not be let go; the lease runs out")]
        internal static partial void StopFailed(ILogger logger, Exception problem, string channel);

        [LoggerMessage(1105, LogLevel.Warning, "Nothing of channel {Channel} is delivered while its log grows; subscribing again")]
        internal static partial void NothingDelivered(ILogger logger, string channel);
    }
}
