using Microsoft.Extensions.Hosting;

namespace Iskra;

/// <summary>Does something again and again until the process stops. A run that fails is made good by the next.</summary>
/// <param name="interval">Time from one run to the next.</param>
/// <param name="time">The clock.</param>
public abstract class PeriodicService(TimeSpan interval, TimeProvider time) : BackgroundService
{
    /// <summary>Whether the first run comes at the start and not an interval later.</summary>
    protected virtual bool RunsAtStart => true;

    /// <summary>Ends when runs may begin; at once unless overridden.</summary>
    protected virtual Task WaitToBeginAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Does it once.</summary>
    protected abstract Task RunOnceAsync(CancellationToken cancellationToken);

    /// <summary>Notes that a run failed.</summary>
    protected abstract void Failed(Exception failure);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            await WaitToBeginAsync(stoppingToken);
            if (RunsAtStart) await TryRunAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryRunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task TryRunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunOnceAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever it is, the process goes on and the next run tries again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Failed(failure);
        }
    }
}
