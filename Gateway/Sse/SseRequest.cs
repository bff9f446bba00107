using System.Collections.Frozen;
using System.Collections.Immutable;
using Iskra.Channels;
using Iskra.Gateway.Api;

namespace Iskra.Gateway.Sse;

/// <summary>What the address of a stream asks for (protocol section 5).</summary>
/// <param name="Channels">Channels to follow; empty for those of the endpoint.</param>
/// <param name="Types">Types of events to send; empty for all. Snapshots and frames of the session are always sent.</param>
/// <param name="Positions">What the client has seen; null when it did not say.</param>
/// <param name="Session">The session to continue; null for a new one.</param>
internal sealed record SseRequest(
    ImmutableArray<string> Channels, FrozenSet<string> Types, ImmutableDictionary<string, ChannelPosition>? Positions, string? Session)
{
    /// <exception cref="RefusedException">A parameter is not what it should be.</exception>
    internal static SseRequest Of(HttpContext context, int maxChannels)
    {
        var query = new QueryReader(context.Request.Query);
        var lastEventId = context.Request.Headers["Last-Event-ID"].ToString();
        return new SseRequest(
            query.Channels("channels", maxChannels),
            query.List("types").ToFrozenSet(StringComparer.Ordinal),
            query.Positions(lastEventId),
            query.Text("session"));
    }
}
