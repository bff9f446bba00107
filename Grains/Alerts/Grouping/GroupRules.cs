using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>When a group of alerts is told of.</summary>
public static class GroupRules
{
    /// <summary>A new group.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="route">Its route.</param>
    /// <param name="startsAt">Since when its first alert fires; where the wait has passed since then already, it is flushed at once.</param>
    /// <param name="now">Now.</param>
    public static GroupRecord Start(string key, Route route, DateTimeOffset startsAt, DateTimeOffset now) =>
        new(key, now, startsAt + route.GroupWait < now ? now : now + route.GroupWait, 0, ImmutableDictionary<string, GroupSent>.Empty);

    /// <summary>
    /// Decides whether a flush tells an integration. Alerts that are suppressed or acknowledged are in neither list.
    /// </summary>
    /// <param name="sent">What it was told last; null for nothing.</param>
    /// <param name="route">The route of the group.</param>
    /// <param name="firing">Fingerprints of alerts that fire.</param>
    /// <param name="resolved">Fingerprints of alerts that have ended.</param>
    /// <param name="sendsResolved">Whether the integration is told of ended alerts.</param>
    /// <param name="now">Now.</param>
    public static bool MustSend(
        GroupSent? sent, Route route, ImmutableArray<string> firing, ImmutableArray<string> resolved, bool sendsResolved, DateTimeOffset now)
    {
        if (sent is null) return !firing.IsEmpty;
        if (!firing.All(fingerprint => Contains(sent.Firing, fingerprint))) return true;

        // What has ended is told once, and only to those who were told that it fires.
        if (sendsResolved && resolved.Any(fingerprint => Contains(sent.Firing, fingerprint) && !Contains(sent.Resolved, fingerprint))) return true;
        return !firing.IsEmpty && now - sent.At >= route.RepeatInterval;
    }

    private static bool Contains(ImmutableArray<string> sorted, string item) => sorted.BinarySearch(item, StringComparer.Ordinal) >= 0;
}
