namespace Iskra.Notifications;

/// <summary>Tells people, by Slack, e-mail, PagerDuty or a webhook.</summary>
public interface INotifier
{
    /// <summary>
    /// Tries once. Everything that can go wrong outside – names, connections, certificates, answers – is an outcome and not an
    /// exception.
    /// </summary>
    /// <param name="request">What is to be told, and to whom.</param>
    /// <param name="cancellationToken">Ends the try; the outcome then says whether it may have arrived.</param>
    Task<NotifyOutcome> SendAsync(NotifyRequest request, CancellationToken cancellationToken);
}
