namespace Iskra.Alerts;

/// <summary>
/// Which alerts inhibit which. For every rule the firing sources and the targets are kept by the values of the rule's equal labels,
/// so that an alert that comes or goes concerns only those that share them.
/// </summary>
/// <param name="rules">The rules, in the order of the configuration.</param>
public sealed class InhibitionBook(IReadOnlyList<InhibitRule> rules)
{
    private readonly RuleBook[] _rules = [.. rules.Select(rule => new RuleBook(rule))];

    /// <summary>Which rules an alert takes part in; to be made once an alert.</summary>
    public InhibitionRoles RolesOf(LabelSet labels)
    {
        var sources = new List<RuleKey>();
        var targets = new List<RuleKey>();
        for (var i = 0; i < _rules.Length; i++)
        {
            var rule = _rules[i].Rule;
            var isSource = rule.Source.IsMatch(labels);
            var isTarget = rule.Target.IsMatch(labels);
            if (!isSource && !isTarget) continue;
            var key = new RuleKey(i, rule.KeyOf(labels), isSource && isTarget);
            if (isSource) sources.Add(key);
            if (isTarget) targets.Add(key);
        }

        return sources.Count + targets.Count == 0 ? InhibitionRoles.None : new InhibitionRoles(sources, targets);
    }

    /// <summary>Takes an alert in; as a source it counts only after <see cref="Fire"/>.</summary>
    public void Add(string fingerprint, InhibitionRoles roles)
    {
        foreach (var (rule, key, _) in roles.Targets) Of(_rules[rule].Targets, key).Add(fingerprint);
    }

    /// <summary>Forgets an alert that does not fire.</summary>
    public void Remove(string fingerprint, InhibitionRoles roles)
    {
        foreach (var (rule, key, _) in roles.Targets) TakeOut(_rules[rule].Targets, key, fingerprint);
    }

    /// <summary>The alert fires: it inhibits from now on.</summary>
    /// <param name="fingerprint">The alert.</param>
    /// <param name="roles">Its roles.</param>
    /// <param name="concerned">Receives the alerts that may be inhibited now; null when all are judged anyway.</param>
    public void Fire(string fingerprint, InhibitionRoles roles, ISet<string>? concerned)
    {
        foreach (var (rule, key, isBoth) in roles.Sources)
        {
            Of(isBoth ? _rules[rule].TwoSidedSources : _rules[rule].Sources, key).Add(fingerprint);
            if (concerned is not null) Concern(rule, key, concerned);
        }
    }

    /// <summary>The alert has ended: it inhibits no longer.</summary>
    public void Resolve(string fingerprint, InhibitionRoles roles, ISet<string> concerned)
    {
        foreach (var (rule, key, isBoth) in roles.Sources)
        {
            TakeOut(isBoth ? _rules[rule].TwoSidedSources : _rules[rule].Sources, key, fingerprint);
            Concern(rule, key, concerned);
        }
    }

    /// <summary>
    /// An alert that inhibits the given one, or null. An alert that matches both sides of a rule is not inhibited by another that does.
    /// </summary>
    public string? InhibitorOf(string fingerprint, InhibitionRoles roles)
    {
        foreach (var (rule, key, isBoth) in roles.Targets)
        {
            if (_rules[rule].Sources.TryGetValue(key, out var sources)) return sources.Min;
            if (!isBoth && _rules[rule].TwoSidedSources.TryGetValue(key, out var others)) return others.Min;
        }

        return null;
    }

    private void Concern(int rule, string key, ISet<string> concerned)
    {
        if (_rules[rule].Targets.TryGetValue(key, out var targets)) concerned.UnionWith(targets);
    }

    private static SortedSet<string> Of(Dictionary<string, SortedSet<string>> book, string key)
    {
        if (!book.TryGetValue(key, out var members)) book[key] = members = new SortedSet<string>(StringComparer.Ordinal);
        return members;
    }

    private static void TakeOut(Dictionary<string, SortedSet<string>> book, string key, string fingerprint)
    {
        if (book.TryGetValue(key, out var members) && members.Remove(fingerprint) && members.Count == 0) book.Remove(key);
    }

    private sealed class RuleBook(InhibitRule rule)
    {
        public InhibitRule Rule { get; } = rule;

        public Dictionary<string, SortedSet<string>> Sources { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, SortedSet<string>> TwoSidedSources { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, SortedSet<string>> Targets { get; } = new(StringComparer.Ordinal);
    }
}
