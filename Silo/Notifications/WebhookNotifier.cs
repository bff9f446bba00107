using Iskra.Alerts;
using Iskra.Notifications;

namespace Iskra.Silo.Notifications;

/// <summary>Posts to a generic webhook in Alertmanager's format; any status of success will do.</summary>
public sealed class WebhookNotifier(NotifierHttp http, NotificationSettings settings)
{
    /// <summary>Tries once.</summary>
    public Task<NotifyOutcome> SendAsync(Notification notification, WebhookIntegration integration, CancellationToken cancellationToken)
    {
        var body = WebhookMessage.Write(notification, integration, settings);
        return http.PostAsync(integration.Url, body, integration.Http, DeliveryId.Of(notification.Key), _ => NotifyOutcome.Sent, cancellationToken);
    }
}
