namespace Iskra.Alerts;

/// <summary>When the steps of a chain run. A step runs once; one that became due while nobody looked runs as soon as somebody does.</summary>
public static class EscalationRules
{
    /// <summary>The chain of an alert that begins to fire.</summary>
    public static EscalationProgress Start(DateTimeOffset now) => new(now, 0, null);

    /// <summary>When the next step is due; null when there is none, or while the clock stands.</summary>
    public static DateTimeOffset? NextDueAt(EscalationProgress progress, EscalationChain chain) =>
        progress.HeldSince is null && progress.Next < chain.Steps.Length ? progress.StartedAt + chain.Steps[progress.Next].After : null;

    /// <summary>How many steps have run once those that are due have.</summary>
    public static int DueUntil(EscalationProgress progress, EscalationChain chain, DateTimeOffset now)
    {
        var next = progress.Next;
        while (progress.HeldSince is null && next < chain.Steps.Length && progress.StartedAt + chain.Steps[next].After <= now) next++;
        return next;
    }

    /// <summary>Where a step stands.</summary>
    /// <param name="progress">Where the alert is in its chain.</param>
    /// <param name="index">Which step, the first is 0.</param>
    /// <param name="isOpen">Whether the alert fires and nobody takes care of it.</param>
    public static EscalationStepState StateOf(EscalationProgress progress, int index, bool isOpen)
    {
        if (index < progress.Next) return EscalationStepState.Done;
        if (!isOpen) return EscalationStepState.Stopped;
        if (progress.HeldSince is not null) return EscalationStepState.Held;
        return index == progress.Next ? EscalationStepState.Next : EscalationStepState.Later;
    }

    /// <summary>The alert is suppressed: the clock stands.</summary>
    public static EscalationProgress Hold(EscalationProgress progress, DateTimeOffset now) =>
        progress.HeldSince is null ? progress with { HeldSince = now } : progress;

    /// <summary>The alert is not suppressed any more: the clock goes on where it stood.</summary>
    public static EscalationProgress Release(EscalationProgress progress, DateTimeOffset now)
    {
        if (progress.HeldSince is not { } since) return progress;
        var held = now > since ? now - since : TimeSpan.Zero;
        return new EscalationProgress(progress.StartedAt + held, progress.Next, null);
    }
}
