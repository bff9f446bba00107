using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>Reads what has become of notifications. A stateless worker; the key is 0.</summary>
[Alias("iskra.notification-history")]
public interface INotificationHistoryGrain : IGrainWithIntegerKey
{
    /// <summary>Most notifications in an answer; the newest are kept.</summary>
    const int MaxNotifications = 100;

    /// <summary>The notifications that tell of an alert, oldest first, as long as they are kept.</summary>
    /// <param name="fingerprint">Fingerprint of the alert.</param>
    /// <exception cref="RefusedException">When the store is away: <c>overloaded</c> or <c>timeout</c>.</exception>
    [Alias("of-alert")]
    Task<ImmutableArray<NotificationView>> OfAlert(string fingerprint);
}
