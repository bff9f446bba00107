namespace Orleans.Runtime;

/// <summary>The execution context without any flowing values, in which turns start.</summary>
internal static class CleanContext
{
    public static readonly ExecutionContext Instance = Capture();

    private static ExecutionContext Capture()
    {
        ExecutionContext? context = null;
        var thread = new Thread(() => context = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return context!;
    }
}
