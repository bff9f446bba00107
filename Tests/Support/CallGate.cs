namespace Iskra.Tests;

/// <summary>Holds the calls of a method of one grain before they run, until it is opened.</summary>
/// <param name="key">Key of the grain.</param>
/// <param name="method">Name of the method.</param>
public sealed class CallGate(string key, string method) : IIncomingGrainCallFilter
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets the held calls and all later ones go on.</summary>
    public void Open() => _gate.TrySetResult();

    /// <inheritdoc/>
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod.Name == method && context.TargetId.Key.ToString() == key) await _gate.Task;
        await context.Invoke();
    }
}
