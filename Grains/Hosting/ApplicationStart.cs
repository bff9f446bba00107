using Microsoft.Extensions.Hosting;

namespace Iskra;

/// <summary>Waits for the start of the process.</summary>
public static class ApplicationStart
{
    /// <summary>Ends when every service of the process has started, at once when that was before.</summary>
    /// <exception cref="OperationCanceledException">The process stops before it has started.</exception>
    public static async Task WaitForStartAsync(this IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lifetime);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(cancellationToken);
    }
}
