using Iskra.Notifications;

namespace Iskra.Silo.Notifications;

/// <summary>Spreads tries by the generator of the runtime.</summary>
public sealed class RandomJitterSource : IJitterSource
{
    /// <inheritdoc/>
#pragma warning disable CA5394 // Nothing secret hangs on it.
    public double Next() => Random.Shared.NextDouble();
#pragma warning restore CA5394
}
