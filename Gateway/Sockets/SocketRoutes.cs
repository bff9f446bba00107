using Iskra.Gateway.Hosting;
using Iskra.Gateway.Sessions;

namespace Iskra.Gateway.Sockets;

/// <summary>Which endpoint answers at an address (protocol section 1). Pure.</summary>
public static class SocketRoutes
{
    /// <summary>The endpoint of a path on a port, or null when there is no socket.</summary>
    public static SessionEndpoint? Find(ListenPort port, string? path) => (port, path) switch
    {
        (ListenPort.Main, "/ws/dashboard") => SessionEndpoint.Dashboards,
        (ListenPort.Main, _) => null,
        (_, "/" or "/realtime" or "/ws") => port switch
        {
            ListenPort.Pulse => SessionEndpoint.Pulse,
            ListenPort.Seams => SessionEndpoint.Seams,
            _ => SessionEndpoint.Voices,
        },
        _ => null,
    };
}
