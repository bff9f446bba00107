using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>Hands notifications to the outbox grain of their receiver.</summary>
/// <param name="grains">The way to the grains.</param>
public sealed class GrainNotificationOutbox(IGrainFactory grains) : INotificationOutbox
{
    /// <inheritdoc/>
    public Task EnqueueAsync(string receiver, ImmutableArray<Notification> notifications) =>
        grains.GetGrain<INotificationGrain>(receiver).Enqueue(notifications);
}
