namespace Iskra.Bench.Measure;

/// <summary>Unix time in microseconds, as channel grains note when an event was accepted.</summary>
internal static class UnixClock
{
    internal static long NowUs => (TimeProvider.System.GetUtcNow().Ticks - DateTime.UnixEpoch.Ticks) / 10;
}
