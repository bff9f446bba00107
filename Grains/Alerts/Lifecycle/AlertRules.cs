namespace Iskra.Alerts;

/// <summary>How an alert lives: what a post makes of it, and when it ends.</summary>
public static class AlertRules
{
    /// <summary>For how long an alert that has ended is remembered, unless its cool-down is longer.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromMinutes(15);

    /// <summary>Whether a post says that the alert has ended.</summary>
    public static bool IsOver(AlertPost post, DateTimeOffset now) => post.EndsAt <= now;

    /// <summary>The record of an alert that begins to fire.</summary>
    /// <param name="fingerprint">Fingerprint of its labels.</param>
    /// <param name="post">What was posted.</param>
    /// <param name="known">What is remembered of it; null for nothing.</param>
    /// <param name="now">Now.</param>
    public static AlertRecord Begin(string fingerprint, AlertPost post, AlertRecord? known, DateTimeOffset now)
    {
        if (known is { IsFiring: false } && IsWithinCoolDown(known, post, now)) return Reopen(known, post, now);
        return new AlertRecord
        {
            Fingerprint = fingerprint,
            Labels = post.Labels,
            Annotations = post.Annotations,
            GeneratorUrl = post.GeneratorUrl,
            StartsAt = post.StartsAt,
            EndsAt = post.EndsAt,
            HasTimeout = post.HasTimeout,
            UpdatedAt = now,
            Life = Math.Max(now.ToUnixTimeMilliseconds(), (known?.Life ?? 0) + 1),
            IsFiring = true,
            CoolDown = post.CoolDown,
            Escalation = EscalationRules.Start(now),
            Serial = known?.Serial ?? 0,
            Pending = known?.Pending ?? [],
        };
    }

    /// <summary>What a post makes of an alert that fires: see Alertmanager's rules for overlapping alerts.</summary>
    public static AlertRecord Merge(AlertRecord known, AlertPost post, DateTimeOffset now)
    {
        var next = known with
        {
            Annotations = post.Annotations,
            GeneratorUrl = post.GeneratorUrl,
            UpdatedAt = now,
            StartsAt = post.StartsAt,
            EndsAt = post.EndsAt,
            HasTimeout = post.HasTimeout,
            CoolDown = post.CoolDown,
        };
        if (!Overlaps(known, post)) return next;
        if (known.StartsAt < post.StartsAt) next = next with { StartsAt = known.StartsAt };
        var keepsEnd = !IsOver(post, now) && known.EndsAt > post.EndsAt && !known.HasTimeout;
        return keepsEnd ? next with { EndsAt = known.EndsAt, HasTimeout = false } : next;
    }

    /// <summary>The record of an alert that has ended.</summary>
    public static AlertRecord End(AlertRecord known, DateTimeOffset now) => known with
    {
        IsFiring = false,
        IsSuppressed = false,
        ResolvedAt = now,
        EndsAt = known.EndsAt < now ? known.EndsAt : now,
    };

    /// <summary>When an alert that has ended may be forgotten.</summary>
    public static DateTimeOffset ForgetAt(AlertRecord known) =>
        (known.ResolvedAt ?? known.EndsAt) + (known.CoolDown > Retention ? known.CoolDown : Retention);

    /// <summary>When those who were told that it fires are told that it has ended: not before it can come back quietly.</summary>
    public static DateTimeOffset TellResolvedAt(AlertRecord known) => (known.ResolvedAt ?? known.EndsAt) + known.CoolDown;

    /// <summary>
    /// A stored alert after a restart. Its source may have said again that it fires while nobody listened, so it has time to say it
    /// once more before silence means that it has ended.
    /// </summary>
    public static AlertRecord Restore(AlertRecord known, TimeSpan grace, DateTimeOffset now) =>
        known.IsFiring && known.EndsAt < now + grace ? known with { EndsAt = now + grace } : known;

    /// <summary>Whether what is stored is no longer right, so that a restart would not find the alert as it is.</summary>
    public static bool MustStore(AlertRecord before, AlertRecord after) =>
        before with { EndsAt = after.EndsAt, UpdatedAt = after.UpdatedAt, HasTimeout = after.HasTimeout } != after;

    private static bool IsWithinCoolDown(AlertRecord known, AlertPost post, DateTimeOffset now) =>
        !post.IsWorse && post.CoolDown > TimeSpan.Zero && known.ResolvedAt is { } resolvedAt && now - resolvedAt < post.CoolDown;

    // The same life goes on, so that no step of its chain runs twice.
    private static AlertRecord Reopen(AlertRecord known, AlertPost post, DateTimeOffset now) => known with
    {
        Annotations = post.Annotations,
        GeneratorUrl = post.GeneratorUrl,
        StartsAt = post.StartsAt,
        EndsAt = post.EndsAt,
        HasTimeout = post.HasTimeout,
        UpdatedAt = now,
        IsFiring = true,
        IsQuiet = true,
        ResolvedAt = null,
    };

    private static bool Overlaps(AlertRecord known, AlertPost post) =>
        (post.EndsAt > known.StartsAt && post.EndsAt < known.EndsAt) || (post.StartsAt > known.StartsAt && post.StartsAt < known.EndsAt);
}
