using System.Collections.Concurrent;

namespace Iskra.Tests.Engine;

/// <summary>Places where test grains wait until the test lets them go on. All silos of a test live in its process.</summary>
public static class Gates
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly ConcurrentDictionary<string, TaskCompletionSource> Entered = new();
    private static readonly ConcurrentDictionary<string, TaskCompletionSource> Opened = new();

    /// <summary>A name that no other test uses.</summary>
    public static string NewName() => Guid.NewGuid().ToString("N");

    /// <summary>For grains: says that somebody is here and waits for the gate, longer than a test waits for anything.</summary>
    public static Task PassAsync(string name)
    {
        Of(Entered, name).TrySetResult();
        return Of(Opened, name).Task.WaitAsync(3 * Patience);
    }

    /// <summary>For tests: waits until somebody is at the gate.</summary>
    public static Task EnteredAsync(string name) => Of(Entered, name).Task.WaitAsync(Patience);

    /// <summary>For tests: opens the gate for good.</summary>
    public static void Open(string name) => Of(Opened, name).TrySetResult();

    private static TaskCompletionSource Of(ConcurrentDictionary<string, TaskCompletionSource> gates, string name) =>
        gates.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
