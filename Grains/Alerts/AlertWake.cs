using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Iskra.Alerts;

/// <summary>Wakes the alerts when a process has started: what became due while none ran is made up for at once.</summary>
/// <param name="settings">What configuration says; what it asks for in vain is logged.</param>
/// <param name="grains">The way to the grains.</param>
/// <param name="lifetime">Says when the process has started.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where failed tries are noted.</param>
public sealed partial class AlertWake(
    AlertSettings settings,
    IGrainFactory grains,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<AlertWake> logger) : BackgroundService
{
    /// <summary>The time between tries while the cluster does not answer.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(stoppingToken);
        Warn();
        while (!await TryWakeAsync()) await Task.Delay(RetryInterval, time, stoppingToken);
    }

    private void Warn()
    {
        foreach (var warning in settings.Config.Warnings) LogUnsupported(logger, warning);
        var roles = string.Join(", ", settings.Chains.Values.SelectMany(chain => chain.Steps)
            .Where(step => settings.Config.Receiver(step.Role)?.Integrations.Any(way => step.Kinds.IsEmpty || step.Kinds.Contains(way.Kind)) != true)
            .Select(step => step.Role).Distinct().Order(StringComparer.Ordinal));
        if (roles.Length > 0) LogNobody(logger, roles);
    }

    private async Task<bool> TryWakeAsync()
    {
        try
        {
            await grains.GetGrain<IAlertIndexGrain>(IAlertIndexGrain.Key).Wake();
            await grains.GetGrain<ISloAlertGrain>(ISloAlertGrain.Key).Follow();
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Warning}")]
    private static partial void LogUnsupported(ILogger logger, string warning);

    [LoggerMessage(Level = LogLevel.Information, Message = "Escalation tells nobody in these roles: {Roles}. For them alertmanager.yml (Alerts:ConfigFile) has no receiver of the same name with the channel of the step.")]
    private static partial void LogNobody(ILogger logger, string roles);

    [LoggerMessage(Level = LogLevel.Information, Message = "The alerts could not be woken yet.")]
    private static partial void LogNotWoken(ILogger logger, Exception failure);
}
