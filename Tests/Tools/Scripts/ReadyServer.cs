using System.Net.Sockets;
using System.Text;
using Iskra.Tests.Receivers;

namespace Iskra.Tests.Tools.Scripts;

/// <summary>Answers every request with 200, as <c>/ready</c> of a process that is.</summary>
internal sealed class ReadyServer : RawServer
{
    private static readonly byte[] Answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    protected override async Task ServeAsync(Socket socket, Stream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 })
        {
        }

        await stream.WriteAsync(Answer, cancellationToken);
    }
}
