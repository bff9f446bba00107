using System.Net.WebSockets;
using System.Text.Json;

namespace Iskra.Tests.Scenarios;

/// <summary>A client that expects an error frame and a close instead of a session.</summary>
internal sealed class RefusedClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();

    internal async Task<(string? Code, int Status)> ConnectAsync(Uri address)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await _socket.ConnectAsync(address, bound.Token);
        var buffer = new byte[4_096];
        string? code = null;
        while (true)
        {
            var message = await _socket.ReceiveAsync(buffer.AsMemory(), bound.Token);
            if (message.MessageType == WebSocketMessageType.Close)
            {
                return (code, (int)(_socket.CloseStatus ?? 0));
            }

            using var frame = JsonDocument.Parse(buffer.AsMemory(0, message.Count));
            code = frame.RootElement.GetProperty("code").GetString();
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
