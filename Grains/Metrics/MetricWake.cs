using Iskra.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Iskra.Metrics;

/// <summary>
/// Wakes the declared metrics when a process has started: a change of state that was stored when the process before it died is
/// announced now, and not with the next sample or viewer.
/// </summary>
/// <param name="grains">The way to the grains.</param>
/// <param name="lifetime">Says when the process has started.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where failed tries are noted.</param>
public sealed partial class MetricWake(
    IGrainFactory grains,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<MetricWake> logger) : BackgroundService
{
    /// <summary>The time between tries while the cluster does not answer.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(stoppingToken);
        while (!await TryWakeAsync()) await Task.Delay(RetryInterval, time, stoppingToken);
    }

    private async Task<bool> TryWakeAsync()
    {
        try
        {
            await grains.GetGrain<IPulseGrain>(ChannelName.Pulse).Current();
            return true;
        }
#pragma warning disable CA1031 // Whatever keeps the cluster from answering, it is asked again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotWoken(logger, failure);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The metrics could not be woken yet.")]
    private static partial void LogNotWoken(ILogger logger, Exception failure);
}
