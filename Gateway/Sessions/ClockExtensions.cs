namespace Iskra.Gateway.Sessions;

/// <summary>Short forms for asking a clock.</summary>
internal static class ClockExtensions
{
    /// <summary>Milliseconds that only ever go forward; only differences mean something.</summary>
    internal static long NowMs(this TimeProvider time) => (long)(time.GetTimestamp() * (1_000.0 / time.TimestampFrequency));
}
