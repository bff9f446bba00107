namespace Orleans.Runtime;

/// <summary>Which tick of a reminder this is.</summary>
/// <param name="firstTickTime">When the first tick was due, UTC.</param>
/// <param name="period">Time between ticks.</param>
/// <param name="timeStamp">When this tick was made, UTC.</param>
public readonly struct TickStatus(DateTime firstTickTime, TimeSpan period, DateTime timeStamp)
{
    /// <summary>When the first tick was due, UTC.</summary>
    public DateTime FirstTickTime { get; } = firstTickTime;

    /// <summary>Time between ticks.</summary>
    public TimeSpan Period { get; } = period;

    /// <summary>When this tick was made, UTC.</summary>
    public DateTime CurrentTickTime { get; } = timeStamp;

    /// <inheritdoc/>
    public override string ToString() => $"<{FirstTickTime:O}, {Period}, {CurrentTickTime:O}>";
}
