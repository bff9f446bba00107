namespace Iskra.Alerts;

/// <summary>What happens by time alone.</summary>
public enum DeadlineKind
{
    /// <summary>An alert that is not posted again ends.</summary>
    AlertEnds,

    /// <summary>An alert that has ended is forgotten.</summary>
    AlertIsForgotten,

    /// <summary>A step of an escalation chain is due.</summary>
    StepIsDue,

    /// <summary>Those who know of an alert are told that it has ended.</summary>
    ResolveIsTold,

    /// <summary>A group is flushed.</summary>
    GroupIsFlushed,

    /// <summary>A silence starts, ends, or is forgotten.</summary>
    SilenceChanges,
}
