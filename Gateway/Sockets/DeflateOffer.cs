using Microsoft.Extensions.Primitives;

namespace Iskra.Gateway.Sockets;

/// <summary>
/// The negotiation of permessage-deflate (RFC 7692 section 7.1). Iskra takes it without context takeover in both directions: the
/// compressed form of an event is then the same for everybody, and an idle connection holds no window.
/// </summary>
public static class DeflateOffer
{
    /// <summary>What the server answers when it takes an offer.</summary>
    public const string Accepted = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    private const int MaxOffers = 16;

    /// <summary>Whether one of the offers can be taken.</summary>
    /// <param name="extensions">The <c>Sec-WebSocket-Extensions</c> headers.</param>
    public static bool CanAccept(StringValues extensions) => extensions
        .SelectMany(static header => (header ?? string.Empty).Split(',', MaxOffers, StringSplitOptions.TrimEntries))
        .Any(static offer => CanAccept(offer.Split(';', StringSplitOptions.TrimEntries)));

    private static bool CanAccept(string[] offer) =>
        offer[0].Equals("permessage-deflate", StringComparison.OrdinalIgnoreCase)
        && offer.Skip(1).Select(static parameter => parameter.Split('=', 2)[0].Trim()).Distinct(StringComparer.Ordinal).Count() == offer.Length - 1
        && offer.Skip(1).All(static parameter => IsUnderstood(parameter));

    private static bool IsUnderstood(string parameter)
    {
        var parts = parameter.Split('=', 2, StringSplitOptions.TrimEntries);
        var value = parts.Length == 2 ? parts[1].Trim('"') : null;
        return parts[0] switch
        {
            "server_no_context_takeover" or "client_no_context_takeover" => value is null,

            // The compressor always uses the largest window, so a smaller one cannot be promised.
            "server_max_window_bits" => value == "15",
            "client_max_window_bits" => value is null or "8" or "9" or "10" or "11" or "12" or "13" or "14" or "15",
            _ => false,
        };
    }
}
