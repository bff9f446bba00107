using System.Collections.Frozen;
using System.Collections.Immutable;
using Iskra.Channels;
using Iskra.Gateway.Api;
using Iskra.Gateway.Hosting;

namespace Iskra.Gateway.Polling;

/// <summary>What a poll asks for (protocol section 5).</summary>
/// <param name="Channels">The channels to look at: those that are named, else those of the cursor.</param>
/// <param name="Types">Types of events to answer with; empty for all. Snapshots are always answered.</param>
/// <param name="Positions">What the client has seen; null without a cursor.</param>
/// <param name="Timeout">How long to wait for the first event.</param>
/// <param name="Limit">Most events in the answer.</param>
internal sealed record PollRequest(
    ImmutableArray<string> Channels, FrozenSet<string> Types, ImmutableDictionary<string, ChannelPosition>? Positions, TimeSpan Timeout, int Limit)
{
    /// <summary>Longest wait, in seconds.</summary>
    internal const int MaxTimeoutSeconds = 60;

    /// <summary>Wait without <c>timeout</c>, in seconds.</summary>
    internal const int DefaultTimeoutSeconds = 30;

    /// <summary>Largest <c>limit</c>.</summary>
    internal const int MaxLimit = 10_000;

    /// <summary><c>limit</c> unless said.</summary>
    internal const int DefaultLimit = 1_000;

    /// <exception cref="RefusedException">A parameter is not what it should be.</exception>
    internal static PollRequest Of(HttpContext context, GatewayOptions options)
    {
        var query = new QueryReader(context.Request.Query);
        var positions = query.Positions();
        var channels = query.Channels("channels", options.MaxSubscriptions);
        if (channels.IsEmpty && positions is not null) channels = [.. positions.Keys];
        if (channels.IsEmpty) throw new RefusedException(ErrorCode.InvalidField, "'channels' names what to look at, or 'cursor' holds it.", field: "channels");
        return new PollRequest(
            channels,
            query.List("types").ToFrozenSet(StringComparer.Ordinal),
            positions,
            TimeSpan.FromSeconds(query.Number("timeout", DefaultTimeoutSeconds, 0, MaxTimeoutSeconds)),
            query.Number("limit", DefaultLimit, 1, MaxLimit));
    }
}
