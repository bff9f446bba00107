namespace Iskra.Metrics;

/// <summary>
/// The metrics of the summary that are not declared. Bounded: when <see cref="Limit"/> are included, a new one takes the place
/// of the one that has been silent longest, if that is longer than <see cref="Silence"/>; otherwise it is left out.
/// </summary>
public sealed class PulseRoster
{
    /// <summary>Most metrics that are included.</summary>
    public const int Limit = 200;

    /// <summary>A metric that has not been included again for this long may lose its place.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, TimeSpan> _includedAt = new(StringComparer.Ordinal);

    /// <summary>The included metrics.</summary>
    public IReadOnlyCollection<string> Metrics => _includedAt.Keys;

    /// <summary>Includes a metric, or notes that it is still reported.</summary>
    /// <param name="metric">Its name.</param>
    /// <param name="now">The time on a clock that never goes back.</param>
    /// <returns>The metric that lost its place, or null.</returns>
    public string? Include(string metric, TimeSpan now)
    {
        string? gone = null;
        if (!_includedAt.ContainsKey(metric) && _includedAt.Count >= Limit)
        {
            var (silent, since) = _includedAt.MinBy(entry => entry.Value);
            if (now - since <= Silence) return null;
            _includedAt.Remove(silent);
            gone = silent;
        }

        _includedAt[metric] = now;
        return gone;
    }
}
