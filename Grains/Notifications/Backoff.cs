namespace Iskra.Notifications;

/// <summary>How long to wait after a try that failed: twice as long each time, spread so that many do not come back together.</summary>
public static class Backoff
{
    /// <summary>The wait after the first failure, before it is spread.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>The wait after so many tries: between half of the full wait and all of it.</summary>
    /// <param name="tries">How many have failed, 1 or more.</param>
    /// <param name="jitter">At random, 0 to 1.</param>
    public static TimeSpan After(int tries, double jitter)
    {
        var full = Longest;
        if (tries <= 30) full = TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << (Math.Max(1, tries) - 1)));
        return full * (0.5 + (0.5 * Math.Clamp(jitter, 0, 1)));
    }
}
