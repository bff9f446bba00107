using System.Collections.Immutable;
using System.Net;
using Iskra.Gateway.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Iskra.Gateway.Hosting;

/// <summary>Where the process listens: its ports, with the numbers they really got once it has started.</summary>
/// <param name="options">The settings.</param>
/// <param name="listeners">Which of the ports are opened: all four of a gateway, the main one of a silo.</param>
public sealed class ListenAddresses(GatewayOptions options, IReadOnlyCollection<ListenPort> listeners)
{
    private readonly Dictionary<ListenPort, ListenOptions> _listeners = [];
    private ImmutableArray<int> _ports;

    /// <summary>All four ports of a gateway.</summary>
    public ListenAddresses(GatewayOptions options)
        : this(options, Enum.GetValues<ListenPort>())
    {
    }

    /// <summary>The numbers of the ports. Before the start the configured ones.</summary>
    public IReadOnlyCollection<int> Ports
    {
        get
        {
            if (_ports.IsDefault && _listeners.Values.All(listener => listener.IPEndPoint is { Port: > 0 }))
                _ports = [.. listeners.Select(NumberOf)];
            return _ports.IsDefault ? [.. listeners.Select(NumberOf)] : _ports;
        }
    }

    /// <summary>The number of a port.</summary>
    public int NumberOf(ListenPort port) =>
        _listeners.TryGetValue(port, out var listener) && listener.IPEndPoint is { } endpoint ? endpoint.Port : options.Ports[port];

    /// <summary>An address of a port that a client on this machine can use, for example <c>http://127.0.0.1:8080</c>.</summary>
    /// <param name="port">The port.</param>
    /// <param name="scheme"><c>http</c> or <c>ws</c>.</param>
    public string AddressOf(ListenPort port, string scheme = "http")
    {
        var host = options.Bind is "*" or "0.0.0.0" or "::" ? "localhost" : options.Bind;
        if (host.Contains(':', StringComparison.Ordinal)) host = $"[{host}]";
        return $"{scheme}://{host}:{NumberOf(port)}";
    }

    internal void Configure(KestrelServerOptions kestrel)
    {
        foreach (var port in listeners) Listen(kestrel, port);
    }

    private void Listen(KestrelServerOptions kestrel, ListenPort port)
    {
        var number = options.Ports[port];
        if (options.Bind == "*") kestrel.ListenAnyIP(number, Take);
        else if (options.Bind == "localhost" && number != 0) kestrel.ListenLocalhost(number, Take);
        else kestrel.Listen(options.Bind == "localhost" ? IPAddress.Loopback : IPAddress.Parse(options.Bind), number, Take);

        void Take(ListenOptions listener)
        {
            var feature = new ListenPortFeature(port);
            listener.Protocols = HttpProtocols.Http1;
            listener.UseDirectOutput();
            listener.Use(next => connection =>
            {
                connection.Features.Set(feature);
                return next(connection);
            });
            _listeners[port] = listener;
        }
    }
}
