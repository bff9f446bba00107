namespace Iskra.Channels;

/// <summary>What became of a write whose answer was lost.</summary>
public enum LostAppend
{
    /// <summary>The log still ends where it ended before: it was not written.</summary>
    NotWritten,

    /// <summary>Exactly these events follow in the log: it was written.</summary>
    Written,

    /// <summary>Other events follow: somebody else writes this log.</summary>
    Foreign,
}
