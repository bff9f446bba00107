namespace Iskra.Gateway.Observability;

/// <summary>A number that only grows. Safe from any thread.</summary>
public sealed class Counter
{
    private long _value;

    /// <summary>The count since the start of the process.</summary>
    public long Value => Interlocked.Read(ref _value);

    /// <summary>Counts one.</summary>
    public void Increment() => Interlocked.Increment(ref _value);

    /// <summary>Counts several.</summary>
    /// <param name="count">0 or more.</param>
    public void Add(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Interlocked.Add(ref _value, count);
    }
}
