using Iskra.Connections;

namespace Iskra.Tests.Gateway.Live;

/// <summary>Holds up the opening of sessions in the cluster until the test lets it go on.</summary>
internal sealed class OpeningGate : IIncomingGrainCallFilter
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a session is being opened.</summary>
    public Task Asked => _asked.Task;

    public void Open() => _open.TrySetResult();

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is IConnectionGrain && context.MethodName == nameof(IConnectionGrain.Open))
        {
            _asked.TrySetResult();
            await _open.Task;
        }

        await context.Invoke();
    }
}
