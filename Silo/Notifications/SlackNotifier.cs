using Iskra.Alerts;
using Iskra.Notifications;

namespace Iskra.Silo.Notifications;

/// <summary>Posts to an incoming webhook of Slack, which answers with <c>ok</c> and knows no repetitions.</summary>
public sealed class SlackNotifier(NotifierHttp http, NotificationSettings settings)
{
    /// <summary>Tries once.</summary>
    public Task<NotifyOutcome> SendAsync(Notification notification, SlackIntegration integration, CancellationToken cancellationToken)
    {
        var body = SlackMessage.Write(notification, integration, settings);
        return http.PostAsync(integration.ApiUrl, body, integration.Http, DeliveryId.Of(notification.Key), Judge, cancellationToken);
    }

    private static NotifyOutcome Judge(HttpAnswer answer) =>
        answer.Body?.Trim() == "ok" ? NotifyOutcome.Sent : NotifyOutcome.Unknown("its server did not answer like Slack");
}
