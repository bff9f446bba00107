using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>What is stored of a group: when it is flushed next, and what each integration of its receiver has been told.</summary>
/// <param name="Key">Key of the group: key of the route and labels.</param>
/// <param name="StartedAt">When it came into being; part of the idempotency keys.</param>
/// <param name="NextFlushAt">When it is flushed next.</param>
/// <param name="Flushes">How many flushes have told somebody; part of the idempotency keys.</param>
/// <param name="Sent">What each integration was told last, by its name.</param>
public sealed record GroupRecord(
    string Key,
    DateTimeOffset StartedAt,
    DateTimeOffset NextFlushAt,
    int Flushes,
    ImmutableDictionary<string, GroupSent> Sent);
