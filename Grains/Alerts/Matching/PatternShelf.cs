namespace Iskra.Alerts;

/// <summary>
/// Regular expressions that are in use, each prepared once however many use it: many silences say the same of different targets, and
/// preparing an expression takes more time and room than anything else about a silence.
/// </summary>
public sealed class PatternShelf
{
    private readonly Dictionary<string, Shelved> _patterns = new(StringComparer.Ordinal);

    /// <summary>Number of different expressions in use.</summary>
    public int Count => _patterns.Count;

    /// <summary>An expression for one more user.</summary>
    /// <exception cref="MatcherException">It cannot be understood.</exception>
    public Func<string, bool> Take(string pattern)
    {
        if (!_patterns.TryGetValue(pattern, out var shelved)) _patterns[pattern] = shelved = new Shelved(AnchoredPattern.Compile(pattern));
        shelved.Users++;
        return shelved.IsMatch;
    }

    /// <summary>A user has gone; with the last one the expression goes.</summary>
    public void Return(string pattern)
    {
        if (_patterns.TryGetValue(pattern, out var shelved) && --shelved.Users == 0) _patterns.Remove(pattern);
    }

    private sealed class Shelved(Func<string, bool> isMatch)
    {
        public Func<string, bool> IsMatch { get; } = isMatch;

        public int Users { get; set; }
    }
}
