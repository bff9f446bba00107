using Iskra.Alerts;
using Iskra.Channels;
using Microsoft.Extensions.Logging;

namespace Iskra.Notifications;

/// <summary>
/// Brings one notification a step further: claims it before anything leaves, sends it, stores how that ended, tells of a failure.
/// Runs on the turns of its grain.
/// </summary>
internal sealed partial class NotificationDelivery(
    INotificationStore store,
    INotifier notifier,
    LiveAlertSettings alerts,
    NotificationSettings settings,
    IJitterSource jitter,
    IGrainFactory grains,
    INotificationMeter meter,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>How long after a failure the store and the channel are tried again.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for the store or the channel.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Does what is due of an item.</summary>
    /// <returns>False when the store holds something else than was believed: the queue must be read again.</returns>
    public async Task<bool> WorkAsync(OutboxItem item, OutboxQueue queue)
    {
        try
        {
            if (item.Unsaved is null) return await StepAsync(item, queue);
            return await SaveAsync(item) && await AnnounceAsync(item);
        }
#pragma warning disable CA1031 // The store and the channel may be away for many reasons; all of them are tried again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            item.NotBefore = time.GetUtcNow() + RetryInterval;
            LogPutOff(logger, failure, item.Entry.Receiver, item.Entry.Integration);
            return true;
        }
    }

    private async Task<bool> StepAsync(OutboxItem item, OutboxQueue queue)
    {
        var (entry, now) = (item.Entry, time.GetUtcNow());
        switch (entry.Status)
        {
            case OutboxStatus.Claimed:
                item.Decide(OutboxRules.Recover(entry, KnowsRepeats(Integration(entry)), settings, now));
                break;
            case OutboxStatus.Pending when OutboxRules.ExpiresAt(entry, settings) <= now:
                item.Decide(OutboxRules.Expire(entry));
                break;
            case OutboxStatus.Pending:
                if (!await SendAsync(item, queue)) return false;
                break;
        }

        return (item.Unsaved is null || await SaveAsync(item)) && await AnnounceAsync(item);
    }

    private async Task<bool> SendAsync(OutboxItem item, OutboxQueue queue)
    {
        DateTimeOffset? holdUntil = null;
        try
        {
            var claim = OutboxRules.Claim(item.Entry, settings, time.GetUtcNow());
            var notification = await store.ReadAsync(claim).WaitAsync(Timeout, time);
            if (notification is null || !await store.SaveAsync(claim).WaitAsync(Timeout, time)) return false;
            item.Stored(claim);
            var integration = Integration(claim);
            var outcome = await TryAsync(notification, claim, integration);
            meter.Tried(claim.Receiver, claim.Kind, hasFailed: outcome.Kind != NotifyOutcomeKind.Sent);
            var now = time.GetUtcNow();
            if (outcome.RetryAfter is { } wait) holdUntil = now + wait;
            item.Decide(OutboxRules.Settle(claim, outcome, KnowsRepeats(integration), settings, now, jitter.Next()));
            Log(item.Current);
            return true;
        }
        finally
        {
            queue.Release(item, time.GetUtcNow(), holdUntil);
        }
    }

    private async Task<NotifyOutcome> TryAsync(Notification notification, OutboxEntry claim, ReceiverIntegration? integration)
    {
        if (integration is null) return NotifyOutcome.Rejected("the configuration has no such receiver and integration any more");
        using var bound = new CancellationTokenSource(settings.TryTimeout, time);
        try
        {
            return await notifier.SendAsync(new NotifyRequest(notification, integration, claim.PartsSent), bound.Token);
        }
#pragma warning disable CA1031 // A fault of a sender must not stop the queue. It may have struck after the request had left.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogFault(logger, fault.GetType().Name, claim.Receiver, claim.Integration);
            return NotifyOutcome.Unknown("a fault in the sender");
        }
    }

    private async Task<bool> SaveAsync(OutboxItem item)
    {
        var decided = item.Unsaved!;
        if (!await store.SaveAsync(decided).WaitAsync(Timeout, time)) return false;
        var wasDone = item.Entry.Status is OutboxStatus.Sent or OutboxStatus.Failed;
        item.Stored(decided);
        if (!wasDone && decided.Status is (OutboxStatus.Sent or OutboxStatus.Failed))
            meter.Done(decided.Receiver, decided.Kind, hasFailed: decided.Status == OutboxStatus.Failed);
        return true;
    }

    private async Task<bool> AnnounceAsync(OutboxItem item)
    {
        if (!item.Entry.MustAnnounce) return true;
        var draft = NotificationJson.Draft(item.Entry, time.GetUtcNow());
        await grains.GetGrain<IChannelGrain>(ChannelName.Alerts).Append([draft]).WaitAsync(Timeout, time);
        item.Decide(OutboxRules.Announced(item.Entry));
        return await SaveAsync(item);
    }

    private ReceiverIntegration? Integration(OutboxEntry entry) =>
        alerts.Current.Config.Receiver(entry.Receiver)?.Integrations.FirstOrDefault(integration => integration.Name == entry.Integration);

    // PagerDuty knows a repetition by its dedup_key, a webhook by its Idempotency-Key.
    private static bool KnowsRepeats(ReceiverIntegration? integration) => integration?.Kind is IntegrationKind.PagerDuty or IntegrationKind.Webhook;

    private void Log(OutboxEntry entry)
    {
        switch (entry.Status)
        {
            case OutboxStatus.Sent:
                LogSent(logger, entry.Receiver, entry.Integration, entry.Priority, entry.Tries);
                break;
            case OutboxStatus.Failed:
                LogFailed(logger, entry.Receiver, entry.Integration, entry.Priority, entry.Tries, entry.Problem);
                break;
            default:
                LogLater(logger, entry.Receiver, entry.Integration, entry.Tries, entry.NextTryAt, entry.Problem);
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Receiver} was notified by {Integration}: {Priority}, try {Tries}.")]
    private static partial void LogSent(ILogger logger, string receiver, string integration, string priority, int tries);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Receiver} was not notified by {Integration}: {Priority}, {Tries} tries, {Problem}.")]
    private static partial void LogFailed(ILogger logger, string receiver, string integration, string priority, int tries, string? problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Receiver} was not notified by {Integration} at try {Tries}, the next is at {NextTryAt}: {Problem}.")]
    private static partial void LogLater(ILogger logger, string receiver, string integration, int tries, DateTimeOffset nextTryAt, string? problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The sender for {Receiver}, {Integration} failed with {Fault}.")]
    private static partial void LogFault(ILogger logger, string fault, string receiver, string integration);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A notification of {Receiver} by {Integration} could not be stored or announced and will be tried again.")]
    private static partial void LogPutOff(ILogger logger, Exception failure, string receiver, string integration);
}
