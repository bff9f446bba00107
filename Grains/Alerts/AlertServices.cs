using Iskra.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Iskra.Alerts;

/// <summary>Registers what the grains of alerts need beside the ports to the store.</summary>
public static class AlertServices
{
    /// <summary>Adds the settings, the ids of silences and the way to the outboxes.</summary>
    public static IServiceCollection AddIskraAlerts(this IServiceCollection services, AlertSettings settings)
    {
        services.AddSingleton(settings);
        services.TryAddSingleton<ISilenceIdSource, RandomSilenceIdSource>();
        services.TryAddSingleton<INotificationOutbox, GrainNotificationOutbox>();
        services.TryAddSingleton<INotificationMeter, SilentNotificationMeter>();
        return services;
    }

    /// <summary>Wakes the alerts once the process has started; see <see cref="AlertWake"/>.</summary>
    public static IServiceCollection AddIskraAlertWake(this IServiceCollection services) => services.AddHostedService<AlertWake>();
}
