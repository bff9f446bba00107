using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>Reads the route tree; a node inherits what it does not say.</summary>
/// <param name="receivers">Names of the receivers.</param>
/// <param name="intervals">Names of the time intervals.</param>
internal sealed class RouteReader(IReadOnlySet<string> receivers, IReadOnlySet<string> intervals)
{
    /// <summary>Deepest nesting of routes.</summary>
    public const int MaxDepth = 32;

    private const string All = "...";

    public Route ReadRoot(YamlSection section)
    {
        if (!section.Has("receiver")) throw section.Bad("the root route needs 'receiver'");
        foreach (var key in (string[])["matchers", "match", "match_re", "mute_time_intervals", "active_time_intervals"])
        {
            if (section.Has(key)) throw section.BadValue(key, $"the root route takes every alert; it must not have '{key}'");
        }

        if (section.Flag("continue") == true) throw section.BadValue("continue", "the root route must not have 'continue'");
        return Read(section, new Route { Key = string.Empty, Receiver = section.Required("receiver") }, MatcherSet.All, 0);
    }

    private Route ReadChild(YamlSection section, Route parent, int depth)
    {
        if (depth > MaxDepth) throw section.Bad($"routes nest deeper than {MaxDepth}");
        return Read(section, parent, MatcherReader.Read(section, "matchers", "match", "match_re"), depth);
    }

    private Route Read(YamlSection section, Route parent, MatcherSet matchers, int depth)
    {
        var receiver = section.Text("receiver") ?? parent.Receiver;
        if (!receivers.Contains(receiver)) throw section.Bad($"there is no receiver '{receiver}'");
        var route = new Route
        {
            Key = parent.Key.Length == 0 ? matchers.ToString() : $"{parent.Key}/{matchers}",
            Receiver = receiver,
            Matchers = matchers,
            GroupBy = section.Has("group_by") ? GroupBy(section) : parent.GroupBy,
            GroupWait = section.Duration("group_wait") ?? parent.GroupWait,
            GroupInterval = Positive(section, "group_interval") ?? parent.GroupInterval,
            RepeatInterval = Positive(section, "repeat_interval") ?? parent.RepeatInterval,
            MuteTimeIntervals = Intervals(section, "mute_time_intervals"),
            ActiveTimeIntervals = Intervals(section, "active_time_intervals"),
            Continue = section.Flag("continue") ?? false,
        };
        var routes = section.Sections("routes", "a route").Select(child => ReadChild(child, route, depth + 1)).ToImmutableArray();
        section.RestIsWrong();
        return routes.IsEmpty ? route : WithRoutes(route, routes);
    }

    private static Route WithRoutes(Route route, ImmutableArray<Route> routes) => new()
    {
        Key = route.Key,
        Receiver = route.Receiver,
        Matchers = route.Matchers,
        GroupBy = route.GroupBy,
        GroupWait = route.GroupWait,
        GroupInterval = route.GroupInterval,
        RepeatInterval = route.RepeatInterval,
        MuteTimeIntervals = route.MuteTimeIntervals,
        ActiveTimeIntervals = route.ActiveTimeIntervals,
        Continue = route.Continue,
        Routes = routes,
    };

    private static ImmutableArray<string>? GroupBy(YamlSection section)
    {
        var names = section.Texts("group_by");
        if (names.Contains(All)) return names.Length == 1 ? null : throw section.BadValue("group_by", "'...' stands for all labels and must stand alone");
        foreach (var name in names)
        {
            if (!LabelRules.IsName(name)) throw section.BadValue("group_by", $"'{name}' is no name of a label");
        }

        return names.Distinct().Count() == names.Length ? names : throw section.BadValue("group_by", "a label is named twice");
    }

    private static TimeSpan? Positive(YamlSection section, string key) =>
        section.Duration(key) is { } duration && duration <= TimeSpan.Zero ? throw section.BadValue(key, $"{key} must be longer than 0") : section.Duration(key);

    private ImmutableArray<string> Intervals(YamlSection section, string key)
    {
        var names = section.Texts(key);
        foreach (var name in names)
        {
            if (!intervals.Contains(name)) throw section.BadValue(key, $"there is no time interval '{name}'");
        }

        return names;
    }
}
