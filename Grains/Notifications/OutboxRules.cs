using Iskra.Alerts;

namespace Iskra.Notifications;

/// <summary>The life of a notification: pending, claimed with a lease, sent or failed.</summary>
public static class OutboxRules
{
    /// <summary>What is said when a sender died before it noted how its try ended.</summary>
    public const string LostTry = "it is not known how the try before the restart ended";

    /// <summary>Longest text of a problem that is kept.</summary>
    public const int MaxProblemLength = 300;

    /// <summary>A notification that has just been taken over.</summary>
    public static OutboxEntry Enter(Notification notification, long number, DateTimeOffset now) => new()
    {
        Key = notification.Key,
        Number = number,
        Receiver = notification.Receiver,
        Integration = notification.Integration,
        Priority = notification.Priority,
        Role = notification.Role,
        Step = notification.Step,
        Fingerprints = [.. notification.Alerts.Select(alert => alert.Fingerprint)],
        EnqueuedAt = now,
        NextTryAt = now,
        Version = 1,
    };

    /// <summary>Somebody begins to send it. This is stored before anything leaves.</summary>
    public static OutboxEntry Claim(OutboxEntry entry, NotificationSettings settings, DateTimeOffset now) => Next(entry) with
    {
        Status = OutboxStatus.Claimed,
        Tries = entry.Tries + 1,
        ClaimedUntil = now + settings.Lease,
    };

    /// <summary>The try has ended.</summary>
    /// <param name="entry">The claimed entry.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="knowsRepeats">Whether the receiver recognises a repetition by its key.</param>
    /// <param name="settings">The bounds.</param>
    /// <param name="now">The time.</param>
    /// <param name="jitter">At random, 0 to 1.</param>
    public static OutboxEntry Settle(
        OutboxEntry entry, NotifyOutcome outcome, bool knowsRepeats, NotificationSettings settings, DateTimeOffset now, double jitter)
    {
        var tried = entry with { PartsSent = Math.Max(entry.PartsSent, outcome.PartsSent), Problem = Short(outcome.Problem) };
        switch (outcome.Kind)
        {
            case NotifyOutcomeKind.Sent:
                return Next(tried) with { Status = OutboxStatus.Sent, MustAnnounce = outcome.Problem is not null };
            case NotifyOutcomeKind.Rejected:
                return Fail(tried, tried.Problem ?? "rejected");
            case NotifyOutcomeKind.Unknown:
                tried = tried with { UnknownTries = tried.UnknownTries + 1 };
                if (!knowsRepeats && tried.UnknownTries > settings.MaxRepeats)
                    return Fail(tried, $"it may have arrived, and is not repeated again: {tried.Problem}");
                break;
        }

        var wait = Backoff.After(tried.Tries, jitter);
        if (outcome.RetryAfter is { } asked && asked > wait) wait = asked;
        if (tried.Tries >= settings.MaxTries) return Fail(tried, $"given up after {tried.Tries} tries: {tried.Problem}");
        return now + wait >= ExpiresAt(entry, settings)
            ? Fail(tried, $"given up, the next try would be too late: {tried.Problem}")
            : Next(tried) with { Status = OutboxStatus.Pending, NextTryAt = now + wait };
    }

    /// <summary>The lease has expired and nobody noted how the try ended.</summary>
    public static OutboxEntry Recover(OutboxEntry entry, bool knowsRepeats, NotificationSettings settings, DateTimeOffset now)
    {
        var settled = Settle(entry, NotifyOutcome.Unknown(LostTry), knowsRepeats, settings, now, jitter: 0);
        return settled.Status == OutboxStatus.Pending ? settled with { NextTryAt = now } : settled;
    }

    /// <summary>It has waited too long.</summary>
    public static OutboxEntry Expire(OutboxEntry entry) =>
        Fail(entry, entry.Problem is { } problem ? $"given up after {entry.Tries} tries: {problem}" : "given up before its turn came: too many others wait");

    /// <summary>An event has told that it failed.</summary>
    public static OutboxEntry Announced(OutboxEntry entry) => Next(entry) with { MustAnnounce = false };

    /// <summary>When it is given up.</summary>
    public static DateTimeOffset ExpiresAt(OutboxEntry entry, NotificationSettings settings) => entry.EnqueuedAt + settings.GiveUpAfter;

    /// <summary>The word for a status, in tables and answers.</summary>
    public static string Word(OutboxStatus status) => status switch
    {
        OutboxStatus.Pending => "pending",
        OutboxStatus.Claimed => "claimed",
        OutboxStatus.Sent => "sent",
        _ => "failed",
    };

    private static OutboxEntry Fail(OutboxEntry entry, string problem) =>
        Next(entry) with { Status = OutboxStatus.Failed, Problem = Short(problem), MustAnnounce = true };

    private static OutboxEntry Next(OutboxEntry entry) => entry with { Version = entry.Version + 1 };

    private static string? Short(string? problem) =>
        problem is { Length: > MaxProblemLength } ? string.Concat(problem.AsSpan(0, MaxProblemLength - 1), "…") : problem;
}
