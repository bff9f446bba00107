using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>A node of the route tree, with everything that it inherits filled in.</summary>
public sealed class Route
{
    /// <summary>Time before the first notification of a new group, unless configured.</summary>
    public static readonly TimeSpan DefaultGroupWait = TimeSpan.FromSeconds(30);

    /// <summary>Time between notifications of a group, unless configured.</summary>
    public static readonly TimeSpan DefaultGroupInterval = TimeSpan.FromMinutes(5);

    /// <summary>Time after which a notification is repeated, unless configured.</summary>
    public static readonly TimeSpan DefaultRepeatInterval = TimeSpan.FromHours(4);

    /// <summary>Identifies the node, in Alertmanager's form: the matchers from the root down, <c>{}/{severity="page"}</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Name of the receiver.</summary>
    public required string Receiver { get; init; }

    /// <summary>Which alerts it takes.</summary>
    public MatcherSet Matchers { get; init; } = MatcherSet.All;

    /// <summary>Labels that alerts of a group have in common; null when all labels are.</summary>
    public ImmutableArray<string>? GroupBy { get; init; } = [];

    /// <summary>Time before the first notification of a new group.</summary>
    public TimeSpan GroupWait { get; init; } = DefaultGroupWait;

    /// <summary>Time between notifications of a group.</summary>
    public TimeSpan GroupInterval { get; init; } = DefaultGroupInterval;

    /// <summary>Time after which a notification is repeated.</summary>
    public TimeSpan RepeatInterval { get; init; } = DefaultRepeatInterval;

    /// <summary>Names of the time intervals in which nobody is notified.</summary>
    public ImmutableArray<string> MuteTimeIntervals { get; init; } = [];

    /// <summary>Names of the time intervals in which alone somebody is notified; empty for always.</summary>
    public ImmutableArray<string> ActiveTimeIntervals { get; init; } = [];

    /// <summary>Whether the nodes after it are asked too when it takes an alert.</summary>
    public bool Continue { get; init; }

    /// <summary>The nodes below, in order.</summary>
    public ImmutableArray<Route> Routes { get; init; } = [];

    /// <summary>All nodes from here down.</summary>
    public IEnumerable<Route> All => Routes.SelectMany(route => route.All).Prepend(this);

    /// <summary>The nodes that take an alert: depth first, the children in order until one takes it that does not continue, else the node itself.</summary>
    public IReadOnlyList<Route> Match(LabelSet labels)
    {
        if (!Matchers.IsMatch(labels)) return [];
        List<Route>? found = null;
        foreach (var route in Routes)
        {
            var below = route.Match(labels);
            if (below.Count == 0) continue;
            (found ??= []).AddRange(below);
            if (!route.Continue) break;
        }

        return found ?? (IReadOnlyList<Route>)[this];
    }

    /// <summary>The labels by which this node groups an alert.</summary>
    public LabelSet GroupOf(LabelSet labels) => GroupBy is { } names
        ? LabelSet.Of(names.Select(name => new Label(name, labels[name])))
        : labels;
}
