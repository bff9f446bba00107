using System.Collections.Frozen;
using System.Net;
using Iskra.Gateway.Hosting;

namespace Iskra.Gateway.Security;

/// <summary>
/// Which origins browsers may come from: one rule for WebSocket upgrades and CORS (protocol section 6). A request without an Origin
/// does not come from a page of another site and is allowed; a foreign one is not.
/// </summary>
public sealed class OriginPolicy
{
    private readonly FrozenSet<string> _allowed;
    private readonly bool _anyAllowed;
    private readonly bool _isLoopbackOnly;

    /// <summary>The policy of <see cref="GatewayOptions.AllowedOrigins"/>.</summary>
    public OriginPolicy(GatewayOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _anyAllowed = options.AllowedOrigins.Contains("*");
        _isLoopbackOnly = options.Bind == "localhost" || (IPAddress.TryParse(options.Bind, out var bind) && IPAddress.IsLoopback(bind));
        _allowed = options.AllowedOrigins.Select(Canonical).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>
    /// Whether a request may be served. The gateway's own pages are always allowed: pages of the main port open sockets on the
    /// dashboard ports, so an origin is the gateway's own when its host is the host that was asked, whatever the port – but only
    /// for the ports that this gateway itself listens on.
    /// </summary>
    /// <param name="origin">The Origin header; null or empty when it is missing.</param>
    /// <param name="host">The Host header.</param>
    /// <param name="ownPorts">The ports this gateway listens on.</param>
    public bool IsAllowed(string? origin, HostString host, IReadOnlyCollection<int> ownPorts)
    {
        ArgumentNullException.ThrowIfNull(ownPorts);
        if (string.IsNullOrEmpty(origin) || _anyAllowed) return true;
        var canonical = Canonical(origin);
        return _allowed.Contains(canonical) || IsOwn(canonical, host, ownPorts);
    }

    /// <summary>Whether a text is an origin: scheme http or https, host, optional port, nothing else (RFC 6454 section 6.2).</summary>
    public static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.Host.Length > 0
        && uri.UserInfo.Length == 0
        && uri.PathAndQuery == "/"
        && uri.Fragment.Length == 0
        && !text.Contains('?', StringComparison.Ordinal)
        && !text.Contains('#', StringComparison.Ordinal);

    private bool IsOwn(string origin, HostString host, IReadOnlyCollection<int> ownPorts)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || !host.HasValue) return false;
        if (!string.Equals(uri.IdnHost, host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)) return false;
        // A name that an attacker points at 127.0.0.1 (DNS rebinding) is not ours, though Origin and Host agree on it.
        if (_isLoopbackOnly && !uri.IsLoopback) return false;
        var hostPort = host.Port ?? (uri.Scheme == "https" ? 443 : 80);
        return uri.Port == hostPort || (ownPorts.Contains(uri.Port) && ownPorts.Contains(hostPort));
    }

    private static string Canonical(string origin) =>
        IsOrigin(origin) ? new Uri(origin).GetLeftPart(UriPartial.Authority).ToLowerInvariant() : origin;
}
