using Iskra.Channels;
using Iskra.Cluster;
using Iskra.Gateway.Sessions;
using Iskra.Silo.Hosting;

namespace Iskra.Gateway.Api;

/// <summary><c>GET /api/v2/cluster</c>: silos, activations, gateways, channels and sessions, the same on every engine.</summary>
public static class ClusterApi
{
    /// <summary>
    /// Answers to whoever has a token. Channels that belong to somebody – of users, chats and voice rooms – are named to machines only.
    /// </summary>
    /// <exception cref="RefusedException"><c>unauthorized</c>: no token.</exception>
    public static async Task<ClusterAnswer> Get(
        HttpContext context, IClusterClient cluster, ClusterCalls calls, ClusterSettings settings, EngineInfo engine, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(calls);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(time);
        var caller = CallerFilter.CallerOf(context);
        if (!caller.IsAuthenticated) throw new RefusedException(ErrorCode.Unauthorized, "The cluster is shown to callers with a token: Authorization: Bearer <token>.");
        var view = await calls.CallAsync(() => cluster.GetGrain<IClusterStatsGrain>("cluster").Describe());
        var channels = caller.IsMachine ? view.Channels : [.. view.Channels.Where(channel => !IsPrivate(channel.Channel))];
        return new ClusterAnswer(
            settings.Id,
            engine.Name,
            engine.Version,
            time.GetUtcNow(),
            view.Silos,
            view.Activations,
            view.Gateways,
            new SessionCount(view.Gateways.Sum(gateway => gateway.Sessions), view.Gateways.Sum(gateway => gateway.Connections)),
            view.ChannelsTotal,
            [.. channels.Select(channel => new ClusterChannel(
                channel.Channel, ChannelName.KindOf(channel.Channel).ToString().ToLowerInvariant(), channel.Epoch, channel.Seq, channel.Subscribers, channel.Gateways))]);
    }

    private static bool IsPrivate(string channel) =>
        channel.StartsWith("user/", StringComparison.Ordinal) || channel.StartsWith("chat/", StringComparison.Ordinal) || channel.StartsWith("voice/", StringComparison.Ordinal);
}
