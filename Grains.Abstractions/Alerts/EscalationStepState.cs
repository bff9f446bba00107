namespace Iskra.Alerts;

/// <summary>Where a step of an escalation chain stands.</summary>
public enum EscalationStepState
{
    /// <summary>It has run.</summary>
    Done,

    /// <summary>It is the next to run.</summary>
    Next,

    /// <summary>Others run before it.</summary>
    Later,

    /// <summary>The alert is suppressed, and the clock of its chain stands.</summary>
    Held,

    /// <summary>It will not run: the alert was acknowledged or has ended.</summary>
    Stopped,
}
