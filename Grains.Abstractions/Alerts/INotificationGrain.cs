using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>
/// The outbox of one receiver; the key is the name of the receiver. Between the decision to notify, which is made once and stored
/// before it is handed over, and the delivery.
/// </summary>
[Alias("iskra.notification")]
public interface INotificationGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes notifications over. When it returns they are stored, or were already: the same <see cref="Notification.Key"/> is handed
    /// over again when the answer was lost, and must not be delivered a second time.
    /// </summary>
    /// <param name="notifications">1 to 100, all for this receiver.</param>
    /// <exception cref="RefusedException"><c>overloaded</c>: they are not stored and will be handed over again.</exception>
    [Alias("enqueue")]
    Task Enqueue(ImmutableArray<Notification> notifications);

    /// <summary>Goes on with what was not delivered when the process before this one ended.</summary>
    /// <exception cref="RefusedException"><c>overloaded</c>: the store is away; it goes on when the store is back.</exception>
    [Alias("wake")]
    Task Wake();
}
