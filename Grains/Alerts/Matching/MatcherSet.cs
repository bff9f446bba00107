using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>Matchers that all must match.</summary>
public sealed class MatcherSet
{
    private readonly ImmutableArray<Matcher> _matchers;

    /// <summary>Prepares matchers. Those that compare texts come first: they are the cheapest.</summary>
    /// <param name="definitions">What they are to match.</param>
    /// <param name="compile">Prepares regular expressions; <see cref="AnchoredPattern.Compile"/> unless said.</param>
    /// <exception cref="MatcherException">One of them cannot be understood.</exception>
    public MatcherSet(IEnumerable<LabelMatcher> definitions, Func<string, Func<string, bool>>? compile = null)
    {
        Definitions = [.. definitions];
        _matchers = [.. Definitions.OrderBy(definition => definition.Operator).Select(definition => new Matcher(definition, compile))];
    }

    /// <summary>Matches everything.</summary>
    public static MatcherSet All { get; } = new([]);

    /// <summary>What it was made of, in the order given.</summary>
    public ImmutableArray<LabelMatcher> Definitions { get; }

    /// <summary>Whether all match.</summary>
    public bool IsMatch(LabelSet labels)
    {
        foreach (var matcher in _matchers)
        {
            if (!matcher.IsMatch(labels)) return false;
        }

        return true;
    }

    /// <summary>Whether it matches an alert without labels.</summary>
    public bool MatchesNothing => _matchers.All(matcher => matcher.IsMatch(string.Empty));

    /// <summary><c>{a="b",c=~"d"}</c></summary>
    public override string ToString() => "{" + string.Join(",", Definitions) + "}";
}
