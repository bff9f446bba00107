using System.Collections.Immutable;
using System.Net;
using System.Text;
using Iskra.Channels;
using Iskra.Gateway.Protocol;
using Iskra.Gateway.Sessions;
using Microsoft.Extensions.Primitives;

namespace Iskra.Gateway.Sockets;

/// <summary>What the address of a socket asks for (protocol section 2).</summary>
/// <param name="Endpoint">Where it came in.</param>
/// <param name="Session">The session to continue; null for a new one.</param>
/// <param name="Positions">What the client has seen.</param>
/// <param name="IsBadCursor">Whether the cursor or the positions cannot be used; the session starts without them.</param>
/// <param name="IsBatching">Whether messages are to be gathered.</param>
/// <param name="Address">Where the client is.</param>
public sealed record SocketRequest(
    SessionEndpoint Endpoint,
    string? Session,
    ImmutableDictionary<string, ChannelPosition> Positions,
    bool IsBadCursor,
    bool IsBatching,
    IPAddress? Address)
{
    /// <summary>Reads the address.</summary>
    public static SocketRequest Of(SessionEndpoint endpoint, IQueryCollection query, IPAddress? address)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(query);
        var isGood = TryReadPositions(query["cursor"], query["since"], out var positions);
        return new SocketRequest(
            endpoint,
            query["session"].FirstOrDefault(),
            positions,
            !isGood,
            endpoint.IsBatching || query["batch"] == "true" || query["batch"] == "1",
            address);
    }

    private static bool TryReadPositions(StringValues cursor, StringValues since, out ImmutableDictionary<string, ChannelPosition> positions)
    {
        positions = ImmutableDictionary<string, ChannelPosition>.Empty;
        if (!StringValues.IsNullOrEmpty(cursor))
        {
            if (cursor.Count > 1 || !Cursor.TryDecode(cursor.ToString(), out var decoded))
            {
                return false;
            }

            positions = decoded;
        }

        if (StringValues.IsNullOrEmpty(since))
        {
            return true;
        }

        if (since.Count > 1 || !PositionsJson.TryRead(Encoding.UTF8.GetBytes(since.ToString()), out var read))
        {
            return false;
        }

        positions = positions.SetItems(read);
        return true;
    }
}
