using System.Net;
using Iskra.Gateway.Hosting;
using Microsoft.AspNetCore.HttpOverrides;

namespace Iskra.Gateway.Security;

/// <summary>Whose word about the client's address and scheme counts: that of <see cref="GatewayOptions.TrustedProxies"/> and nobody else's.</summary>
public static class TrustedProxies
{
    /// <summary>Most proxies in a row that are followed back.</summary>
    public const int MaxHops = 8;

    /// <summary>Sets up the middleware of ASP.NET Core, which trusts loopback unless told otherwise.</summary>
    public static void Configure(ForwardedHeadersOptions options, GatewayOptions gateway)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(gateway);
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        options.ForwardLimit = MaxHops;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in gateway.TrustedProxies)
        {
            if (IPAddress.TryParse(proxy, out var address)) options.KnownProxies.Add(address);
            else options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
        }
    }
}
