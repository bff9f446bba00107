using Iskra.Alerts;
using Iskra.Notifications;

namespace Iskra.Silo.Notifications;

/// <summary>Finds the sender for an integration.</summary>
public sealed class Notifiers : INotifier
{
    private readonly SlackNotifier _slack;
    private readonly EmailNotifier _email;
    private readonly PagerDutyNotifier _pagerDuty;
    private readonly WebhookNotifier _webhook;

    /// <summary>All senders.</summary>
    public Notifiers(NotificationSettings settings, TimeProvider time)
    {
        var http = new NotifierHttp(time);
        _slack = new SlackNotifier(http, settings);
        _email = new EmailNotifier(settings);
        _pagerDuty = new PagerDutyNotifier(http, settings);
        _webhook = new WebhookNotifier(http, settings);
    }

    /// <inheritdoc/>
    public Task<NotifyOutcome> SendAsync(NotifyRequest request, CancellationToken cancellationToken) => request.Integration switch
    {
        SlackIntegration slack => _slack.SendAsync(request.Notification, slack, cancellationToken),
        EmailIntegration email => _email.SendAsync(request.Notification, email, cancellationToken),
        PagerDutyIntegration pagerDuty => _pagerDuty.SendAsync(request.Notification, pagerDuty, request.PartsSent, cancellationToken),
        WebhookIntegration webhook => _webhook.SendAsync(request.Notification, webhook, cancellationToken),
        _ => Task.FromResult(NotifyOutcome.Rejected("there is no sender for its kind")),
    };
}
