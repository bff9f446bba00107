using Iskra.Tools.Exposition;

namespace Iskra.Tools.Feeding;

/// <summary>
/// The increase of counters per second since the answer before. A counter that went down has started again from zero, so that
/// its value is its increase.
/// </summary>
/// <param name="counters">The counters.</param>
internal sealed class Rate(SeriesExpression counters) : SeriesExpression
{
    private Dictionary<string, (double Value, DateTimeOffset At)> _before = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool NeedsTwo => true;

    /// <inheritdoc/>
    public override IReadOnlyList<SeriesValue> Evaluate(ExpositionSnapshot snapshot, DateTimeOffset at)
    {
        var now = new Dictionary<string, (double Value, DateTimeOffset At)>(StringComparer.Ordinal);
        var rates = new List<SeriesValue>();
        foreach (var counter in counters.Evaluate(snapshot, at))
        {
            var measuredAt = counter.TimestampMs is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : at;
            now[counter.Key] = (counter.Value, measuredAt);
            if (_before.TryGetValue(counter.Key, out var before) && measuredAt > before.At)
            {
                var increase = counter.Value >= before.Value ? counter.Value - before.Value : counter.Value;
                rates.Add(counter with { Value = increase / (measuredAt - before.At).TotalSeconds });
            }
        }

        _before = now;
        return rates;
    }
}
