using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>Where notifications go once they are decided and stored.</summary>
public interface INotificationOutbox
{
    /// <summary>Hands notifications over. They may be handed over again under the same key.</summary>
    /// <param name="receiver">Name of the receiver.</param>
    /// <param name="notifications">1 to 100, all for that receiver.</param>
    Task EnqueueAsync(string receiver, ImmutableArray<Notification> notifications);
}
