using System.Collections.Immutable;
using Iskra.Tools.Exposition;

namespace Iskra.Tools.Feeding;

/// <summary>The series of a metric that meet all conditions.</summary>
/// <param name="name">Name of the metric.</param>
/// <param name="matchers">The conditions.</param>
internal sealed class Selector(string name, ImmutableArray<LabelMatcher> matchers) : SeriesExpression
{
    /// <inheritdoc/>
    public override IReadOnlyList<SeriesValue> Evaluate(ExpositionSnapshot snapshot, DateTimeOffset at) =>
    [
        .. snapshot.Named(name)
            .Where(series => matchers.All(matcher => matcher.Matches(series)))
            .Select(series => new SeriesValue(series.Key, series.Value, series.TimestampMs)),
    ];
}
