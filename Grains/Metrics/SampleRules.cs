using System.Globalization;

namespace Iskra.Metrics;

/// <summary>
/// Which samples are accepted (domain section 1). A frame or request is taken whole or refused whole, so the first bad sample
/// is all that need be said.
/// </summary>
public static class SampleRules
{
    /// <summary>Most samples in one frame (protocol section 2).</summary>
    public const int MaxPerFrame = 1_000;

    /// <summary>Most samples in one call of <see cref="ISampleIntakeGrain.Store"/>.</summary>
    public const int MaxPerCall = 10_000;

    /// <summary>
    /// How far ahead of the server's clock a sample may be. Samples from the future keep every later one from becoming the
    /// live value until their time has come, so there must be a bound; a day forgives every time zone mistaken for UTC.
    /// </summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromHours(24);

    /// <summary>The oldest time that a sample may have.</summary>
    public static readonly DateTimeOffset Oldest = DateTimeOffset.UnixEpoch;

    /// <summary>The first bad sample of what a client reported in one frame or request, or null when all are good.</summary>
    /// <param name="samples">What was reported, in order.</param>
    /// <param name="max">Most samples allowed: <see cref="MaxPerFrame"/> or <see cref="MaxPerCall"/>.</param>
    /// <param name="declarations">What is declared.</param>
    /// <param name="now">The server's clock.</param>
    public static SampleFault? FirstFault(ReadOnlySpan<Sample> samples, int max, MetricDeclarations declarations, DateTimeOffset now)
    {
        if (CountFault(samples.Length, max) is { } count) return count;
        for (var index = 0; index < samples.Length; index++)
        {
            if (FaultOf(index, samples[index], declarations, now) is { } fault) return fault;
        }

        return null;
    }

    /// <summary>The fault of a number of samples, or null when it is allowed.</summary>
    public static SampleFault? CountFault(int count, int max)
    {
        if (count == 0) return new SampleFault(0, ErrorCode.InvalidField, "data", "There are no samples; send at least one.");
        if (count <= max) return null;
        return new SampleFault(max, ErrorCode.InvalidField, "data",
            string.Create(CultureInfo.InvariantCulture, $"There are {count} samples; at most {max} may come together."));
    }

    /// <summary>The fault of one sample that a client reported, or null when it is good.</summary>
    /// <param name="index">Which sample, for the fault.</param>
    /// <param name="sample">What was reported.</param>
    /// <param name="declarations">What is declared.</param>
    /// <param name="now">The server's clock.</param>
    public static SampleFault? FaultOf(int index, in Sample sample, MetricDeclarations declarations, DateTimeOffset now)
    {
        if (!MetricName.IsValid(sample.Metric))
        {
            return Invalid(index, "metric", $"Sample {index}: a metric name must be a lower-case letter, then at most 63 of a-z, 0-9 and _.");
        }

        if (SloMetric.IsMeasured(sample.Metric))
        {
            return new SampleFault(index, ErrorCode.Forbidden, "metric",
                $"Iskra measures '{sample.Metric}' itself; report a metric of another name.");
        }

        return ValueFault(index, sample, declarations.Of(sample.Metric)) ?? OriginFault(index, sample, now);
    }

    private static SampleFault? ValueFault(int index, in Sample sample, MetricDeclaration declaration)
    {
        if (!double.IsFinite(sample.Value))
        {
            return Invalid(index, "value", $"The value of '{sample.Metric}' must be a finite number.");
        }

        return declaration.Allows(sample.Value)
            ? null
            : Invalid(index, "value", $"The value of '{sample.Metric}' is {sample.Value}; it must be {Range(declaration)}.");
    }

    private static SampleFault? OriginFault(int index, in Sample sample, DateTimeOffset now)
    {
        if (!MetricName.IsValidSource(sample.Source))
        {
            return Invalid(index, "source", $"The source of '{sample.Metric}' must be 1 to 64 of A-Z, a-z, 0-9, _, ., :, @, / and -.");
        }

        if (sample.Timestamp >= Oldest && sample.Timestamp <= now + MaxAhead) return null;
        return Invalid(index, "timestamp", $"The timestamp of '{sample.Metric}' must lie between 1970 and {MaxAhead.TotalHours} hours from now.");
    }

    private static FormattableString Range(MetricDeclaration declaration) => declaration switch
    {
        { RangeMin: { } min, RangeMax: { } max } => $"{min} to {max}",
        { RangeMin: { } min } => $"at least {min}",
        _ => $"at most {declaration.RangeMax}",
    };

    private static SampleFault Invalid(int index, string member, FormattableString message) =>
        new(index, ErrorCode.InvalidField, member, message.ToString(CultureInfo.InvariantCulture));
}
