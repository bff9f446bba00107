using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Iskra.Alerts;

/// <summary>Wakes the alerts when a process has started: what became due while none ran is made up for at once.</summary>
/// <param name="settings">What configuration says; what it asks for in vain is logged.</param>
/// <param name="grains">The way to the grains.</param>
/// <param name="lifetime">Says when the process has started.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where warnings and failed tries are noted.</param>
public sealed partial class AlertWake(
    LiveAlertSettings settings, IGrainFactory grains, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<AlertWake> logger)
    : WakeService(lifetime, time, logger)
{
    /// <inheritdoc />
    protected override string Woken => "The alerts";

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Warn();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task WakeAsync()
    {
        await grains.GetGrain<IAlertIndexGrain>(IAlertIndexGrain.Key).Wake();
        await grains.GetGrain<ISloAlertGrain>(ISloAlertGrain.Key).Follow();
    }

    private void Warn()
    {
        foreach (var warning in settings.Current.Config.Warnings) LogUnsupported(logger, warning);
        var roles = string.Join(", ", settings.Current.Chains.Values.SelectMany(chain => chain.Steps)
            .Where(step => settings.Current.Config.Receiver(step.Role)?.Integrations.Any(way => step.Kinds.IsEmpty || step.Kinds.Contains(way.Kind)) != true)
            .Select(step => step.Role).Distinct().Order(StringComparer.Ordinal));
        if (roles.Length > 0) LogNobody(logger, roles);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Warning}")]
    private static partial void LogUnsupported(ILogger logger, string warning);

    [LoggerMessage(Level = LogLevel.Information, Message = "Escalation tells nobody in these roles: {Roles}. For them alertmanager.yml (Alerts:ConfigFile) has no receiver of the same name with the channel of the step.")]
    private static partial void LogNobody(ILogger logger, string roles);
}
