namespace Iskra.Delta;

/// <summary>Something that happened to a connection or in a grain, before it is a record.</summary>
/// <param name="Event">One of <see cref="DeltaEventType"/>.</param>
/// <param name="At">When.</param>
/// <param name="Source">What reported it: id of a gateway, type of a grain.</param>
[GenerateSerializer, Immutable, Alias("iskra.delta-occurrence")]
public sealed record DeltaOccurrence(
    [property: Id(0)] string Event,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string Source)
{
    /// <summary>The connection or grain that it is about, shortened so that it cannot be used; at most 64 characters.</summary>
    [Id(3)]
    public string? Subject { get; init; }

    /// <summary>Endpoint or transport, a fixed word.</summary>
    [Id(4)]
    public string? Endpoint { get; init; }

    /// <summary>The code of the error that it carries, or null.</summary>
    [Id(5)]
    public string? ErrorCode { get; init; }

    /// <summary>What the error said, at most <see cref="MaxErrorLength"/> characters.</summary>
    [Id(6)]
    public string? ErrorMessage { get; init; }

    /// <summary>Latency in milliseconds, where one was measured.</summary>
    [Id(7)]
    public double? LatencyMs { get; init; }

    /// <summary>How often the session has reconnected.</summary>
    [Id(8)]
    public int Reconnections { get; init; }

    /// <summary>For how many events this stands, at least 1.</summary>
    [Id(9)]
    public int Count { get; init; } = 1;

    /// <summary>The trace it belongs to, 32 hexadecimal digits; null when nobody traces.</summary>
    [Id(10)]
    public string? TraceId { get; init; }

    /// <summary>The span it happened in, 16 hexadecimal digits; null when nobody traces.</summary>
    [Id(11)]
    public string? ParentSpan { get; init; }

    /// <summary>Longest <see cref="ErrorMessage"/>, in characters.</summary>
    public const int MaxErrorLength = 300;
}
