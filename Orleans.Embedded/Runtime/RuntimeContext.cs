namespace Orleans.Runtime;

/// <summary>Whose turn runs on this thread.</summary>
internal static class RuntimeContext
{
    [ThreadStatic]
    private static IGrainContext? _current;

    public static IGrainContext? Current
    {
        get => _current;
        set => _current = value;
    }

    public static IGrainContext Require() => _current
        ?? throw new InvalidOperationException("A grain is made by calling it, not with 'new': there is no activation here.");
}
