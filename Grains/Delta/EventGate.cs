namespace Iskra.Delta;

/// <summary>
/// Lets the first events of one type in a second through in detail and counts the others, from any thread and without waiting. Two
/// threads at the turn of a second may let a few more through; none is lost.
/// </summary>
internal sealed class EventGate
{
    private long _second;
    private int _taken;
    private int _rest;
    private string? _restCode;

    /// <summary>Whether an event goes through in detail; if not, it is counted.</summary>
    /// <param name="second">The second it happened in.</param>
    /// <param name="errorCode">The code of its error, or null.</param>
    public bool TryEnter(long second, string? errorCode)
    {
        if (Interlocked.Exchange(ref _second, second) != second) Interlocked.Exchange(ref _taken, 0);
        if (Volatile.Read(ref _taken) < DeltaSampler.MaxPerWindow && Interlocked.Increment(ref _taken) <= DeltaSampler.MaxPerWindow) return true;
        Count(errorCode);
        return false;
    }

    /// <summary>Counts an event that there is no room for.</summary>
    public void Count(string? errorCode)
    {
        Interlocked.Increment(ref _rest);
        Volatile.Write(ref _restCode, errorCode);
    }

    /// <summary>Takes what was counted.</summary>
    /// <returns>How many there were, and the code of the newest error.</returns>
    public (int Count, string? ErrorCode) TakeRest() => (Interlocked.Exchange(ref _rest, 0), Volatile.Read(ref _restCode));
}
