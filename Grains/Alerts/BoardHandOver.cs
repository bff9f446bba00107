using System.Text;
using Iskra.Channels;

namespace Iskra.Alerts;

/// <summary>Brings what is decided and stored to where it belongs: events to their channels, notifications to their outboxes.</summary>
/// <param name="grains">The way to the channels.</param>
/// <param name="outbox">The way to the outboxes.</param>
/// <param name="time">The clock of the bounds.</param>
public sealed class BoardHandOver(IGrainFactory grains, INotificationOutbox outbox, TimeProvider time)
{
    /// <summary>Name of the source of the events.</summary>
    public const string Source = "alert_processor";

    /// <summary>
    /// Most events in one append. What a crash leaves behind is appended again under the same ids, which the channel knows among its
    /// last 1,000.
    /// </summary>
    public const int MaxEvents = 500;

    /// <summary>Most notifications handed over at once.</summary>
    public const int MaxNotifications = 100;

    /// <summary>Longest wait for a channel or an outbox, after which it is tried again.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Appends the oldest events that wait.</summary>
    /// <param name="stored">Events that are stored, in order.</param>
    /// <returns>What has been appended.</returns>
    public async Task<IReadOnlyList<BoardEvent>> AppendAsync(IReadOnlyList<BoardEvent> stored)
    {
        var part = Part(stored);
        foreach (var channel in part.GroupBy(item => item.Channel, StringComparer.Ordinal))
        {
            await grains.GetGrain<IChannelGrain>(channel.Key).Append([.. channel.Select(Draft)]).WaitAsync(Timeout, time);
        }

        return part;
    }

    /// <summary>Hands the notifications of one receiver over.</summary>
    /// <returns>What has been handed over.</returns>
    public async Task<IReadOnlyList<NotificationIntent>> EnqueueAsync(IEnumerable<NotificationIntent> ofOneReceiver)
    {
        var part = ofOneReceiver.OrderBy(intent => intent.Notification.At).Take(MaxNotifications).ToArray();
        await outbox.EnqueueAsync(part[0].Notification.Receiver, [.. part.Select(intent => intent.Notification)]).WaitAsync(Timeout, time);
        return part;
    }

    private static List<BoardEvent> Part(IReadOnlyList<BoardEvent> stored)
    {
        var part = new List<BoardEvent>();
        long characters = 0;
        foreach (var item in stored.Take(MaxEvents))
        {
            // In UTF-8 a character takes three bytes at most.
            characters += 3L * item.Event.Data.Length;
            if (part.Count > 0 && characters > DraftRules.MaxBytes) break;
            part.Add(item);
        }

        return part;
    }

    private static EventDraft Draft(BoardEvent item) => new(
        item.Event.Id, item.Event.Type, item.Event.At.ToUnixTimeMilliseconds(), Source, Encoding.UTF8.GetBytes(item.Event.Data));
}
