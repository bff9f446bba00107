using System.Text;
using Iskra.Bench.Load;

namespace Iskra.Bench.Peers;

/// <summary>A hand-written loop of <c>WebSocket.SendAsync</c>.</summary>
internal sealed class WebSocketLoopPeer : IPeer
{
    public string Name => "ASP.NET Core `WebSocket.SendAsync` loop";

    public Task<PeerServer> StartAsync()
    {
        var port = PeerServer.FreePort();
        return PeerServer.StartAsync(port, ["exec", typeof(WebSocketLoopPeer).Assembly.Location, "serve", "loop", $"{port}"], null, static line => line == "ready");
    }

    public Task<RawClient> ConnectAsync(PeerServer server) => RawClient.ConnectAsync(server.Port, "/loop");

    public Task SubscribeAsync(RawClient client) => Task.CompletedTask;

    public Task<RawClient> ConnectPublisherAsync(PeerServer server) => ConnectAsync(server);

    public byte[] Publish(long sentUs, string fill) => Encoding.UTF8.GetBytes($$"""{"t":{{sentUs}},"fill":"{{fill}}"}""");
}
