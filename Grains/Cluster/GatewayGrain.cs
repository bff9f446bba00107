using Iskra.Connections;

namespace Iskra.Cluster;

/// <summary>Remembers where one gateway can be called, for as long as it keeps saying so.</summary>
[GrainType("gateway")]
[CollectionAgeLimit(Minutes = 5)]
public sealed class GatewayGrain(TimeProvider time) : Grain, IGatewayGrain
{
    private readonly long _activatedAt = time.GetTimestamp();
    private ISessionHost? _host;
    private long _announcedAt;

    /// <inheritdoc/>
    public Task Announce(ISessionHost host)
    {
        _host = host;
        _announcedAt = time.GetTimestamp();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ISessionHost?> Host()
    {
        if (_host is not null && time.GetElapsedTime(_announcedAt) < GatewayAnnouncement.Lease) return Task.FromResult<ISessionHost?>(_host);
        if (_host is null && time.GetElapsedTime(_activatedAt) < GatewayAnnouncement.Lease)
        {
            throw new RefusedException(ErrorCode.Overloaded, "The gateway that holds the session is being looked for. Try again.", 1);
        }

        return Task.FromResult<ISessionHost?>(null);
    }
}
