using System.Diagnostics.CodeAnalysis;
using Iskra.Tools.Exposition;

namespace Iskra.Tools.Feeding;

/// <summary>Which value of the exporter becomes which metric.</summary>
/// <param name="Series">The series as it was typed.</param>
/// <param name="Expression">What it means.</param>
/// <param name="Metric">Name of the metric.</param>
internal sealed record SeriesMapping(string Series, SeriesExpression Expression, string Metric)
{
    /// <summary>The sample in an answer.</summary>
    /// <param name="snapshot">The answer.</param>
    /// <param name="at">When it was fetched.</param>
    /// <param name="first">Whether it is the first answer.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="problem">Why there is none; null also when there cannot be one yet.</param>
    public bool TryTake(ExpositionSnapshot snapshot, DateTimeOffset at, bool first, [NotNullWhen(true)] out FeedSample? sample, out string? problem)
    {
        sample = null;
        problem = null;
        var values = Expression.Evaluate(snapshot, at);
        if (values.Count == 1 && double.IsFinite(values[0].Value))
        {
            sample = new FeedSample(Metric, values[0].Value, values[0].TimestampMs ?? at.ToUnixTimeMilliseconds());
            return true;
        }

        problem = values.Count switch
        {
            0 => first && Expression.NeedsTwo ? null : $"{Series} is missing: the exporter has no such series",
            1 => FormattableString.Invariant($"{Series} is {values[0].Value}, which is no value to report"),
            _ => $"{Series} is {values.Count} series, for example {values[0].Key}; choose one by its labels, or use sum(), avg(), min() or max()",
        };
        return false;
    }
}
