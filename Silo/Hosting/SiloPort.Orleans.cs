using System.Net;
using System.Net.Sockets;

namespace Iskra.Silo.Hosting;

/// <summary>
/// Ports for a silo that may take any. The engine must be told a number before it listens, so they lie below those that systems hand
/// out by themselves: no connection takes one in the meantime. Processes begin at different places, by their ids.
/// </summary>
public static class SiloPort
{
    /// <summary>The first of them.</summary>
    public const int First = 26_000;

    /// <summary>How many there are.</summary>
    public const int Count = 6_000;

    // More than the ports that a process takes, so that processes which were started one after the other do not meet.
    private const int Stride = 37;

    private static int _next = (int)((long)Environment.ProcessId * Stride % Count);

    /// <summary>A port that nobody listens on, and that this process does not take again soon.</summary>
    /// <exception cref="InvalidOperationException">All are in use.</exception>
    public static int Take()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            if (IsFree(port)) return port;
        }

        throw new InvalidOperationException($"All ports from {First} to {First + Count - 1} are in use; name one that is free.");
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
