using Iskra.Alerts;
using Iskra.Notifications;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Iskra.Silo.Notifications;

/// <summary>Registers the delivery of notifications.</summary>
public static class NotificationServices
{
    /// <summary>Adds the senders and the settings of section <c>Notifications</c>.</summary>
    /// <exception cref="RuleConfigurationException">A setting cannot be used; the message names it and says what would be right.</exception>
    public static IServiceCollection AddIskraNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(NotificationConfiguration.Read(configuration));
        services.TryAddSingleton(new LiveAlertSettings(AlertSettings.Default));
        services.TryAddSingleton<IJitterSource, RandomJitterSource>();
        services.TryAddSingleton<INotifier, Notifiers>();
        return services;
    }

    /// <summary>Wakes the outboxes once the process has started, and removes what is old; see <see cref="NotificationWake"/> and <see cref="NotificationSweep"/>.</summary>
    public static IServiceCollection AddIskraNotificationWake(this IServiceCollection services) =>
        services.AddHostedService<NotificationWake>().AddHostedService<NotificationSweep>();
}
