namespace Iskra.Gateway.Sessions;

/// <summary>The bounds of an outbox.</summary>
/// <param name="MaxBytes">Bytes that may wait.</param>
/// <param name="MaxEntries">Frames that may wait.</param>
/// <param name="IsBatching">Whether messages are gathered into <c>batch</c> frames.</param>
/// <param name="BatchDelay">The longest that a message is held back for a batch.</param>
public sealed record OutboxLimits(int MaxBytes, int MaxEntries, bool IsBatching, TimeSpan BatchDelay)
{
    /// <summary>Most messages of a <c>batch</c> frame (protocol section 2).</summary>
    public const int MaxBatchMessages = 50;

    /// <summary>Most bytes that are joined into one write, unless a single frame is larger.</summary>
    public const int MaxWriteBytes = 64 * 1024;

    /// <summary>Most frames that are joined into one write.</summary>
    public const int MaxWriteEntries = 1_024;

    /// <summary>Once this many frames wait, a newer value of a state channel takes the place of the one that waits.</summary>
    public const int ConflateAfter = 64;

    /// <summary>What a frame counts beside its JSON.</summary>
    internal const int EntryOverheadBytes = 16;

    /// <summary>The hold-back of protocol section 2.</summary>
    public static readonly TimeSpan DefaultBatchDelay = TimeSpan.FromMilliseconds(100);
}
