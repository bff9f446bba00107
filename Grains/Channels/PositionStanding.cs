namespace Iskra.Channels;

/// <summary>Where a reader's position lies against what a channel holds in memory.</summary>
public enum PositionStanding
{
    /// <summary>Everything after it is in memory.</summary>
    InMemory,

    /// <summary>It is older than what is in memory; only a log could reach back so far.</summary>
    Older,

    /// <summary>It is ahead of the newest event.</summary>
    Ahead,

    /// <summary>It belongs to another life of the log, or is no position at all.</summary>
    OtherEpoch,
}
