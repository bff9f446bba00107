namespace Iskra.Alerts;

/// <summary>A group on the board.</summary>
internal sealed class GroupEntry(Route route, LabelSet labels, GroupRecord record)
{
    public Route Route { get; } = route;

    public LabelSet Labels { get; } = labels;

    public GroupRecord Record { get; set; } = record;

    /// <summary>Fingerprints of its alerts.</summary>
    public SortedSet<string> Members { get; } = new(StringComparer.Ordinal);
}
