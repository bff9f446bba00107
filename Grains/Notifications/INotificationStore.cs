using System.Collections.Immutable;
using Iskra.Alerts;

namespace Iskra.Notifications;

/// <summary>
/// Where notifications are stored until they are sent, and for some time afterwards, so that none is sent twice. A change succeeds
/// only for who knows the newest version of an entry.
/// </summary>
public interface INotificationStore
{
    /// <summary>Stores notifications that are not stored under their key yet.</summary>
    /// <param name="receiver">Their receiver.</param>
    /// <param name="notifications">1 to 100.</param>
    /// <param name="now">The time.</param>
    /// <returns>Those of them, stored now or before, with which something is left to be done.</returns>
    /// <exception cref="StoreUnavailableException">The store is away; some may be stored all the same.</exception>
    Task<ImmutableArray<OutboxEntry>> AddAsync(string receiver, ImmutableArray<Notification> notifications, DateTimeOffset now);

    /// <summary>The entries of a receiver with which something is left to be done, oldest first.</summary>
    /// <exception cref="StoreUnavailableException">The store is away.</exception>
    Task<ImmutableArray<OutboxEntry>> LoadAsync(string receiver);

    /// <summary>What a notification says; null when it is not stored.</summary>
    /// <exception cref="StoreUnavailableException">The store is away.</exception>
    Task<Notification?> ReadAsync(OutboxEntry entry);

    /// <summary>The newest entries that tell of an alert, oldest first, those that are done with included as long as they are kept.</summary>
    /// <param name="fingerprint">Fingerprint of the alert.</param>
    /// <param name="limit">At most so many.</param>
    /// <exception cref="StoreUnavailableException">The store is away.</exception>
    Task<ImmutableArray<OutboxTrace>> OfAlertAsync(string fingerprint, int limit);

    /// <summary>Stores a change of an entry over the version before it.</summary>
    /// <returns>False when the store holds another version: somebody else changed it, or an answer was lost.</returns>
    /// <exception cref="StoreUnavailableException">The store is away; the change may be stored all the same.</exception>
    Task<bool> SaveAsync(OutboxEntry entry);

    /// <summary>Forgets what was taken over before a time and is done, of all receivers, some thousand entries at most.</summary>
    /// <exception cref="StoreUnavailableException">The store is away.</exception>
    Task ForgetAsync(DateTimeOffset before);

    /// <summary>The receivers with entries with which something is left to be done.</summary>
    /// <exception cref="StoreUnavailableException">The store is away.</exception>
    Task<ImmutableArray<string>> ReceiversAsync();
}
