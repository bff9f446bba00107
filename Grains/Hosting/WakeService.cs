using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Iskra;

/// <summary>
/// Wakes grains once the process has started, so that what the process before it left undone is done now and not with the next call.
/// It tries until it succeeds.
/// </summary>
/// <param name="lifetime">Says when the process has started.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where failed tries are noted.</param>
public abstract partial class WakeService(IHostApplicationLifetime lifetime, TimeProvider time, ILogger logger) : BackgroundService
{
    /// <summary>The time between tries while the store or the cluster does not answer.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    /// <summary>What is woken, for the log.</summary>
    protected abstract string Woken { get; }

    /// <summary>Wakes all of it. What is awake already does not mind.</summary>
    protected abstract Task WakeAsync();

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.WaitForStartAsync(stoppingToken);
        while (!await TryWakeAsync()) await Task.Delay(RetryInterval, time, stoppingToken);
    }

    private async Task<bool> TryWakeAsync()
    {
        try
        {
            await WakeAsync();
            return true;
        }
#pragma warning disable CA1031 // Whatever keeps the cluster or the store from answering, it is asked again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotWoken(logger, failure, Woken);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Woken} could not be woken yet.")]
    private static partial void LogNotWoken(ILogger logger, Exception failure, string woken);
}
