namespace Iskra.Alerts;

/// <summary>
/// All silences, found by the labels that they match: a silence that compares a label with a text is looked at only for alerts
/// that have that text.
/// </summary>
public sealed class SilenceBook
{
    /// <summary>Most silences that are kept, expired ones included.</summary>
    public const int MaxSilences = 10_000;

    private readonly Dictionary<string, Entry> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<Label, List<Entry>> _byLabel = [];
    private readonly List<Entry> _others = [];
    private readonly PatternShelf _patterns = new();

    /// <summary>Number of silences.</summary>
    public int Count => _byId.Count;

    /// <summary>Number of different regular expressions in them.</summary>
    public int Patterns => _patterns.Count;

    /// <summary>All silences, in no order.</summary>
    public IEnumerable<Silence> All => _byId.Values.Select(entry => entry.Silence);

    /// <summary>A silence, or null.</summary>
    public Silence? Find(string id) => _byId.GetValueOrDefault(id)?.Silence;

    /// <summary>The silences in the order of the API: active ones that end soonest, pending ones that start soonest, expired ones that ended last.</summary>
    public IEnumerable<SilenceView> Sorted(DateTimeOffset now) => All
        .Select(silence => new SilenceView(silence, silence.StateAt(now)))
        .OrderBy(view => view.State switch { SilenceState.Active => 0, SilenceState.Pending => 1, _ => 2 })
        .ThenBy(view => view.State switch
        {
            SilenceState.Active => view.Silence.EndsAt.UtcTicks,
            SilenceState.Pending => view.Silence.StartsAt.UtcTicks,
            _ => -view.Silence.EndsAt.UtcTicks,
        })
        .ThenBy(view => view.Silence.Id, StringComparer.Ordinal);

    /// <summary>Keeps a silence, in the place of the one with the same id.</summary>
    public void Put(Silence silence)
    {
        Remove(silence.Id);
        var entry = new Entry(silence, new MatcherSet(silence.Matchers, _patterns.Take));
        _byId[silence.Id] = entry;
        if (KeyOf(silence) is not { } key)
        {
            _others.Add(entry);
            return;
        }

        if (!_byLabel.TryGetValue(key, out var entries)) _byLabel[key] = entries = [];
        entries.Add(entry);
    }

    /// <summary>Forgets a silence.</summary>
    public void Remove(string id)
    {
        if (!_byId.Remove(id, out var entry)) return;
        foreach (var matcher in entry.Silence.Matchers)
        {
            if (matcher.Operator is MatchOperator.Regex or MatchOperator.NotRegex) _patterns.Return(matcher.Value);
        }

        if (KeyOf(entry.Silence) is not { } key)
        {
            _others.Remove(entry);
            return;
        }

        _byLabel[key].Remove(entry);
        if (_byLabel[key].Count == 0) _byLabel.Remove(key);
    }

    /// <summary>Whether a silence matches, whatever its state.</summary>
    public bool IsMatch(string id, LabelSet labels) => _byId.TryGetValue(id, out var entry) && entry.Matchers.IsMatch(labels);

    /// <summary>Ids of the silences in force that match, sorted.</summary>
    public IReadOnlyList<string> Matching(LabelSet labels, DateTimeOffset now)
    {
        List<string>? found = null;
        foreach (var label in labels.Labels)
        {
            if (_byLabel.TryGetValue(label, out var entries)) Add(entries, labels, now, ref found);
        }

        Add(_others, labels, now, ref found);
        found?.Sort(StringComparer.Ordinal);
        return found ?? (IReadOnlyList<string>)[];
    }

    private static void Add(List<Entry> entries, LabelSet labels, DateTimeOffset now, ref List<string>? found)
    {
        foreach (var entry in entries)
        {
            if (entry.Silence.StateAt(now) == SilenceState.Active && entry.Matchers.IsMatch(labels)) (found ??= []).Add(entry.Silence.Id);
        }
    }

    // alertname is on every alert and has many values: the best key there is. An empty text would also match where the label is missing.
    private static Label? KeyOf(Silence silence)
    {
        Label? key = null;
        foreach (var matcher in silence.Matchers)
        {
            if (matcher.Operator != MatchOperator.Equal || matcher.Value.Length == 0) continue;
            if (matcher.Name == "alertname") return new Label(matcher.Name, matcher.Value);
            key ??= new Label(matcher.Name, matcher.Value);
        }

        return key;
    }

    private sealed record Entry(Silence Silence, MatcherSet Matchers);
}
