using Iskra.Cluster;
using Iskra.Gateway.Fanout;
using Iskra.Gateway.Hosting;
using Iskra.Gateway.Observability;
using Iskra.Gateway.Sessions;
using Iskra.Silo.Hosting;

namespace Iskra.Gateway.Cluster;

/// <summary>
/// Tells the cluster again and again that this gateway is there, where it can be called and what it holds. Nothing of it is stored:
/// after the death of a silo the cluster knows it all again after one round.
/// </summary>
public sealed partial class GatewayAnnouncer(
    IClusterClient cluster,
    ClusterPresence presence,
    GatewayIdentity gateway,
    SessionManager sessions,
    ChannelHubs hubs,
    RealtimeMetrics metrics,
    ILiveCounts live,
    DrainState drain,
    TimeProvider time,
    ILogger<GatewayAnnouncer> logger)
    : PeriodicService(GatewayAnnouncement.Interval, time)
{
    /// <summary>How long the cluster has for one round.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly DateTimeOffset _since = time.GetUtcNow();
    private readonly TimeProvider _time = time;

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (!presence.IsReached) return;
        await Task.WhenAll(
            cluster.GetGrain<IGatewayGrain>(gateway.Id).Announce(sessions.Reference),
            cluster.GetGrain<IClusterStatsGrain>("cluster").Report(Report())).WaitAsync(Timeout, _time, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Failed(Exception failure) => LogNotAnnounced(failure);

    private GatewayReport Report()
    {
        var channels = hubs.All.Select(static hub => new ChannelReport(hub.Channel, hub.Head, hub.Members)).ToArray();
        return new GatewayReport(
            gateway.Id,
            _since,
            metrics.Open,
            sessions.Sessions.Count,
            live.Breaker,
            drain.IsDraining,
            channels.Length,
            [.. channels.OrderByDescending(static channel => channel.Subscribers).Take(GatewayReport.MaxChannels)]);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "This gateway could not be announced to the cluster; it is tried again.")]
    private partial void LogNotAnnounced(Exception problem);
}
