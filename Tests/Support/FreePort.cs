using System.Net;
using System.Net.Sockets;

namespace Iskra.Tests;

/// <summary>
/// Ports for processes that must be told theirs. They lie below those that the system hands out by itself, so that no connection takes
/// one between now and the start of the process, and beside those that silos take.
/// </summary>
public static class FreePort
{
    private const int First = 20_000;
    private const int Count = 6_000;

    private static int _next = Environment.ProcessId * 37 % Count;

    /// <summary>A port that nobody listens on, and that is not handed out again soon.</summary>
    public static int Take()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + (Interlocked.Increment(ref _next) % Count);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it; the next one.
            }
        }

        throw new InvalidOperationException("No port is free.");
    }
}
