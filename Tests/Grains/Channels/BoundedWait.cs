namespace Iskra.Tests.Grains.Channels;

/// <summary>Waiting for what must happen, with a bound.</summary>
internal static class BoundedWait
{
    /// <summary>Longest wait.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    public static Task InTime(this Task task) => task.WaitAsync(Bound);

    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Bound);
}
