namespace Iskra.Notifications;

/// <summary>How a try to tell a receiver ended.</summary>
/// <param name="Kind">How.</param>
/// <param name="Problem">What went wrong, for people to read, without secrets; null for nothing.</param>
/// <param name="RetryAfter">How long the receiver asks to be left alone; null when it does not.</param>
/// <param name="PartsSent">How many parts it has taken so far, those of earlier tries included, where it goes in several.</param>
public sealed record NotifyOutcome(NotifyOutcomeKind Kind, string? Problem = null, TimeSpan? RetryAfter = null, int PartsSent = 0)
{
    /// <summary>The receiver has taken all of it.</summary>
    public static readonly NotifyOutcome Sent = new(NotifyOutcomeKind.Sent);

    /// <summary>It may be tried again.</summary>
    public static NotifyOutcome NotSent(string problem, TimeSpan? retryAfter = null) => new(NotifyOutcomeKind.NotSent, problem, retryAfter);

    /// <summary>Nobody knows.</summary>
    public static NotifyOutcome Unknown(string problem) => new(NotifyOutcomeKind.Unknown, problem);

    /// <summary>It must not be tried again.</summary>
    public static NotifyOutcome Rejected(string problem) => new(NotifyOutcomeKind.Rejected, problem);
}
