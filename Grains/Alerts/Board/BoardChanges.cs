namespace Iskra.Alerts;

/// <summary>What has changed on the board and is not stored yet: keys of what is to be stored or removed.</summary>
public sealed class BoardChanges
{
    /// <summary>Fingerprints of alerts.</summary>
    public HashSet<string> Alerts { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids of silences.</summary>
    public HashSet<string> Silences { get; } = new(StringComparer.Ordinal);

    /// <summary>Keys of groups.</summary>
    public HashSet<string> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>Keys of notifications that have been decided.</summary>
    public HashSet<string> Intents { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether nothing has changed.</summary>
    public bool IsEmpty => Alerts.Count + Silences.Count + Groups.Count + Intents.Count == 0;

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Alerts.Clear();
        Silences.Clear();
        Groups.Clear();
        Intents.Clear();
    }

    /// <summary>Takes in what could not be stored.</summary>
    public void Add(BoardChanges other)
    {
        Alerts.UnionWith(other.Alerts);
        Silences.UnionWith(other.Silences);
        Groups.UnionWith(other.Groups);
        Intents.UnionWith(other.Intents);
    }
}
