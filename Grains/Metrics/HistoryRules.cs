namespace Iskra.Metrics;

/// <summary>Which questions about stored samples are answered (protocol section 5).</summary>
public static class HistoryRules
{
    /// <summary>Most samples or buckets in one answer.</summary>
    public const int MaxLimit = 10_000;

    /// <summary>Samples or buckets in an answer when nothing else is asked for.</summary>
    public const int DefaultLimit = 1_000;

    /// <summary>Narrowest bucket.</summary>
    public static readonly TimeSpan MinBucket = TimeSpan.FromSeconds(1);

    /// <summary>Widest bucket.</summary>
    public static readonly TimeSpan MaxBucket = TimeSpan.FromDays(30);

    /// <summary>Checks what is common to all questions.</summary>
    /// <exception cref="RefusedException"><c>invalid_field</c>, naming the member.</exception>
    public static void Check(string metric, DateTimeOffset from, DateTimeOffset to, int limit)
    {
        if (!MetricName.IsValid(metric)) throw Invalid("metric", "A metric name must be a lower-case letter, then at most 63 of a-z, 0-9 and _.");
        if (from > to) throw Invalid("from", "from must not be later than to.");
        if (limit is < 1 or > MaxLimit) throw Invalid("limit", $"limit is {limit}; it must be 1 to {MaxLimit}.");
    }

    /// <summary>Checks the width of the buckets.</summary>
    /// <exception cref="RefusedException"><c>invalid_field</c>, naming the member.</exception>
    public static void CheckBucket(TimeSpan bucket)
    {
        if (bucket < MinBucket || bucket > MaxBucket) throw Invalid("bucket", "bucket must be 1 s to 30 days.");
    }

    private static RefusedException Invalid(string field, string message) => new(ErrorCode.InvalidField, message, field: field);
}
