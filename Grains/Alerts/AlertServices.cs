using Iskra.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Iskra.Alerts;

/// <summary>Registers what the grains of alerts need beside the ports to the store.</summary>
public static class AlertServices
{
    /// <summary>Adds the settings, the ids of silences and the way to the outboxes.</summary>
    /// <param name="services">The services.</param>
    /// <param name="settings">What holds from the start.</param>
    /// <param name="read">Reads the settings again; null where they do not change.</param>
    public static IServiceCollection AddIskraAlerts(this IServiceCollection services, AlertSettings settings, Func<AlertSettings>? read = null)
    {
        services.AddSingleton(new LiveAlertSettings(settings, read));
        services.TryAddSingleton<ISilenceIdSource, RandomSilenceIdSource>();
        services.TryAddSingleton<INotificationOutbox, GrainNotificationOutbox>();
        services.TryAddSingleton<INotificationMeter, SilentNotificationMeter>();
        return services;
    }

    /// <summary>Wakes the alerts once the process has started; see <see cref="AlertWake"/>.</summary>
    public static IServiceCollection AddIskraAlertWake(this IServiceCollection services) => services.AddHostedService<AlertWake>();
}
