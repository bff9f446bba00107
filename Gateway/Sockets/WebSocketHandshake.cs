using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Iskra.Gateway.Api;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Iskra.Gateway.Sockets;

/// <summary>The opening handshake (RFC 6455 section 4.2).</summary>
public static class WebSocketHandshake
{
    /// <summary>The one version there is.</summary>
    public const string Version = "13";

    private const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private const int KeyBytes = 16;

    /// <summary>Checks the request and answers it when it is no proper handshake.</summary>
    /// <returns>Whether the handshake may go on.</returns>
    public static async Task<bool> CheckAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (Fault(context) is not { } fault)
        {
            return true;
        }

        if (fault.Status == StatusCodes.Status426UpgradeRequired)
        {
            context.Response.Headers.SecWebSocketVersion = Version;
            context.Response.Headers.Upgrade = "websocket";
        }

        await new Problem(ErrorCode.InvalidMessage, fault.Message) { Status = fault.Status }.ExecuteAsync(context);
        return false;
    }

    /// <summary>Answers 101 and takes the connection over.</summary>
    /// <param name="context">A request that <see cref="CheckAsync"/> accepted.</param>
    /// <param name="canDeflate">Whether permessage-deflate was agreed on.</param>
    public static Task<Stream> AcceptAsync(HttpContext context, out bool canDeflate)
    {
        ArgumentNullException.ThrowIfNull(context);
        var request = context.Request.Headers;
        var response = context.Response.Headers;
        canDeflate = DeflateOffer.CanAccept(request.SecWebSocketExtensions);
        response.Upgrade = "websocket";
        response.SecWebSocketAccept = AcceptOf(request.SecWebSocketKey.ToString());
        if (canDeflate)
        {
            response.SecWebSocketExtensions = DeflateOffer.Accepted;
        }

        return context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
    }

    /// <summary>The answer to a key (RFC 6455 section 4.2.2).</summary>
    [SuppressMessage("Security", "CA5350", Justification = "The standard asks for SHA-1; nothing is protected by it.")]
    public static string AcceptOf(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + KeySuffix)));

    private static (int Status, string Message)? Fault(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            return (StatusCodes.Status405MethodNotAllowed, "A WebSocket is opened with GET.");
        }

        if (!IsUpgrade(context))
        {
            return (StatusCodes.Status426UpgradeRequired, "This address is a WebSocket; send Upgrade: websocket.");
        }

        if (headers.SecWebSocketVersion != Version)
        {
            return (StatusCodes.Status426UpgradeRequired, "Sec-WebSocket-Version must be 13.");
        }

        return IsKey(headers.SecWebSocketKey.ToString())
            ? null
            : (StatusCodes.Status400BadRequest, "Sec-WebSocket-Key must be 16 bytes in base64.");
    }

    private static bool IsUpgrade(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        && context.Request.Headers.Upgrade.Any(static value => value!.Split(',', StringSplitOptions.TrimEntries).Contains("websocket", StringComparer.OrdinalIgnoreCase))
        && context.Request.Headers.GetCommaSeparatedValues(HeaderNames.Connection).Contains("Upgrade", StringComparer.OrdinalIgnoreCase);

    private static bool IsKey(string key)
    {
        Span<byte> bytes = stackalloc byte[KeyBytes + 2];
        return key.Length == 24 && Convert.TryFromBase64String(key, bytes, out var length) && length == KeyBytes;
    }
}
