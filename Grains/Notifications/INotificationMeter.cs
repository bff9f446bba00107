namespace Iskra.Notifications;

/// <summary>Counts what becomes of notifications, for the metrics of the process. Called from any thread.</summary>
public interface INotificationMeter
{
    /// <summary>A try to deliver has ended.</summary>
    /// <param name="receiver">Name of the receiver.</param>
    /// <param name="kind"><c>slack</c>, <c>email</c>, <c>pagerduty</c> or <c>webhook</c>.</param>
    /// <param name="hasFailed">Whether it did not arrive, or nobody knows whether it did.</param>
    void Tried(string receiver, string kind, bool hasFailed);

    /// <summary>A notification is done, and that is stored.</summary>
    /// <param name="receiver">Name of the receiver.</param>
    /// <param name="kind">As with <see cref="Tried"/>.</param>
    /// <param name="hasFailed">Whether it was given up.</param>
    void Done(string receiver, string kind, bool hasFailed);

    /// <summary>What waits in the outbox of a receiver that lives in this process.</summary>
    /// <param name="receiver">Name of the receiver.</param>
    /// <param name="count">How many wait or are under way.</param>
    /// <param name="oldestAt">When the oldest was taken over; null for none.</param>
    void Waiting(string receiver, int count, DateTimeOffset? oldestAt);

    /// <summary>The outbox of a receiver does not live in this process any more.</summary>
    void Left(string receiver);
}
