namespace Iskra.Delta;

/// <summary>What somebody reports. It costs nothing to make; whether it becomes more is decided by the reporter.</summary>
/// <param name="Event">One of <see cref="DeltaEventType"/>.</param>
public readonly record struct DeltaNote(string Event)
{
    /// <summary>The connection or grain that it is about; sessions only by their first six characters.</summary>
    public string? Subject { get; init; }

    /// <summary>Endpoint or transport, a fixed word.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The code of the error that it carries, or null.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>What the error said.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Latency in milliseconds, where one was measured.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>How often the session has reconnected.</summary>
    public int Reconnections { get; init; }
}
