namespace Orleans.Runtime;

/// <summary>Whose turn runs on this thread.</summary>
internal static class RuntimeContext
{
    [ThreadStatic]
    private static TurnScheduler? _scheduler;

    /// <summary>The scheduler whose turn runs on this thread.</summary>
    public static TurnScheduler? Scheduler
    {
        get => _scheduler;
        set => _scheduler = value;
    }

    /// <summary>The activation whose turn runs on this thread; null outside of grains.</summary>
    public static Activation? Current => _scheduler as Activation;

    public static IGrainContext Require() => Current
        ?? throw new InvalidOperationException("A grain is made by calling it, not with 'new': there is no activation here.");
}
