using Iskra.Connections;

namespace Iskra.Cluster;

/// <summary>
/// The way to one gateway for grains that know its id only – a session that has moved to another silo, for example. Kept in memory:
/// the gateway announces itself again and again. The key is the id of the gateway.
/// </summary>
[Alias("iskra.gateway")]
public interface IGatewayGrain : IGrainWithStringKey
{
    /// <summary>Says where the gateway can be called; it does so every <see cref="GatewayAnnouncement.Interval"/>.</summary>
    /// <param name="host">The gateway.</param>
    [Alias("announce")]
    Task Announce(ISessionHost host);

    /// <summary>Where the gateway can be called; null when it has not announced itself for <see cref="GatewayAnnouncement.Lease"/>.</summary>
    /// <exception cref="RefusedException"><c>overloaded</c>: this grain has just come to life and cannot know yet.</exception>
    [Alias("host")]
    Task<ISessionHost?> Host();
}
