namespace Iskra.Channels;

/// <summary>The refusals of a channel, each with what would be right.</summary>
internal static class ChannelRefusals
{
    /// <summary>When a caller should come back while the database is away, in seconds.</summary>
    public const double StoreRetrySeconds = 1;

    /// <summary>When a caller should come back after the channel moved, in seconds: a new activation needs milliseconds.</summary>
    public const double MovedRetrySeconds = 0.1;

    public static RefusedException StoreAway() => new(
        ErrorCode.Overloaded,
        "The database cannot be reached. The same ids can be appended again.",
        StoreRetrySeconds);

    public static RefusedException TooManyWaiting() => new(
        ErrorCode.Overloaded,
        $"{GroupCommit.MaxWaitingDrafts} events or {GroupCommit.MaxWaitingBytes} bytes wait to be written. Nothing was appended.",
        StoreRetrySeconds);

    public static RefusedException Moved() => new(
        ErrorCode.Overloaded,
        "The channel is taken over by another activation. The same ids can be appended again.",
        MovedRetrySeconds);

    public static RefusedException TimedOut() => new(
        ErrorCode.Timeout,
        $"The database did not answer within {DurableChannelLog.MaxWait.TotalSeconds} s. The same ids can be appended again.");

    public static RefusedException TooManyGateways() => new(
        ErrorCode.Overloaded,
        $"{GatewayLeases.MaxGateways} gateways are attached to the channel.",
        ChannelInterest.Lease.TotalSeconds);
}
