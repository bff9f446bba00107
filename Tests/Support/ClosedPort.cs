using System.Net;
using System.Net.Sockets;

namespace Iskra.Tests;

/// <summary>A port of the loopback address that refuses connections. While it is held, nobody else can listen there.</summary>
public sealed class ClosedPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Takes a port and does not listen on it.</summary>
    public ClosedPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, FreePort.Take()));

    /// <summary>Its number.</summary>
    public int Number => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
