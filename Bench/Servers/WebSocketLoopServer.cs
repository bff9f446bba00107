using System.Net.WebSockets;

namespace Iskra.Bench.Servers;

/// <summary>What one would write by hand on ASP.NET Core: a list of sockets and a loop of <c>SendAsync</c>. No promise of any kind.</summary>
internal static class WebSocketLoopServer
{
    internal static async Task RunAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        var sockets = new System.Collections.Concurrent.ConcurrentDictionary<int, WebSocket>();
        app.UseWebSockets();
        app.Map("/loop", async (HttpContext context) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            sockets[socket.GetHashCode()] = socket;
            await ReadAsync(socket, sockets);
        });
        await app.StartAsync();
        Console.WriteLine("ready");
        await app.WaitForShutdownAsync();
    }

    private static async Task ReadAsync(WebSocket socket, System.Collections.Concurrent.ConcurrentDictionary<int, WebSocket> sockets)
    {
        var buffer = new byte[4_096];
        while (socket.State == WebSocketState.Open)
        {
            var message = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            if (message.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            foreach (var other in sockets.Values)
            {
                await other.SendAsync(buffer.AsMemory(0, message.Count), WebSocketMessageType.Text, true, CancellationToken.None);
            }
        }
    }
}
