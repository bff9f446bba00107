using Iskra.Tools.Exposition;

namespace Iskra.Tools.Feeding;

/// <summary>One value made of several: <c>sum</c>, <c>avg</c>, <c>min</c> or <c>max</c>. None when there are none.</summary>
/// <param name="function">Name of the function.</param>
/// <param name="inner">What it is applied to.</param>
internal sealed class Aggregate(string function, SeriesExpression inner) : SeriesExpression
{
    /// <summary>The functions there are.</summary>
    public static readonly IReadOnlySet<string> Functions = new HashSet<string>(StringComparer.Ordinal) { "sum", "avg", "min", "max" };

    /// <inheritdoc/>
    public override bool NeedsTwo => inner.NeedsTwo;

    /// <inheritdoc/>
    public override IReadOnlyList<SeriesValue> Evaluate(ExpositionSnapshot snapshot, DateTimeOffset at)
    {
        var values = inner.Evaluate(snapshot, at);
        if (values.Count == 0)
        {
            return values;
        }

        var value = function switch
        {
            "sum" => values.Sum(series => series.Value),
            "avg" => values.Average(series => series.Value),
            "min" => values.Min(series => series.Value),
            _ => values.Max(series => series.Value),
        };
        return [new SeriesValue(function, value, values[0].TimestampMs)];
    }
}
