using Iskra.Alerts;
using Iskra.Notifications;

namespace Iskra.Silo.Notifications;

/// <summary>Posts events to PagerDuty, one after the other; what has arrived is not posted again.</summary>
public sealed class PagerDutyNotifier(NotifierHttp http, NotificationSettings settings)
{
    /// <summary>Tries once.</summary>
    /// <param name="notification">What is told.</param>
    /// <param name="integration">Whom.</param>
    /// <param name="partsSent">How many of its events have arrived already.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    public async Task<NotifyOutcome> SendAsync(
        Notification notification, PagerDutyIntegration integration, int partsSent, CancellationToken cancellationToken)
    {
        string routingKey;
        try
        {
            routingKey = integration.RoutingKey.Reveal();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return NotifyOutcome.NotSent("its routing key cannot be read");
        }

        var parts = PagerDutyEvent.Parts(notification);
        for (var part = partsSent; part < parts.Length; part++)
        {
            var body = PagerDutyEvent.Write(parts[part], routingKey, settings);
            var deliveryId = DeliveryId.Of(FormattableString.Invariant($"{notification.Key}#{part}"));
            var outcome = await http.PostAsync(Secret.Of(integration.Url), body, integration.Http, deliveryId, _ => NotifyOutcome.Sent, cancellationToken);
            if (outcome.Kind != NotifyOutcomeKind.Sent) return outcome with { PartsSent = part };
        }

        return NotifyOutcome.Sent with { PartsSent = parts.Length };
    }
}
