using System.Text;
using Iskra.Bench.Load;

namespace Iskra.Bench.Peers;

/// <summary>ASP.NET Core SignalR with its JSON protocol over WebSocket.</summary>
internal sealed class SignalRPeer : IPeer
{
    private const char End = '\u001e';

    public string Name => "ASP.NET Core SignalR";

    public Task<PeerServer> StartAsync()
    {
        var port = PeerServer.FreePort();
        return PeerServer.StartAsync(port, ["exec", typeof(SignalRPeer).Assembly.Location, "serve", "signalr", $"{port}"], null, static line => line == "ready");
    }

    public async Task<RawClient> ConnectAsync(PeerServer server)
    {
        var client = await RawClient.ConnectAsync(server.Port, "/hub");
        await client.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}" + End));
        return client;
    }

    public Task SubscribeAsync(RawClient client) => Task.CompletedTask;

    public Task<RawClient> ConnectPublisherAsync(PeerServer server) => ConnectAsync(server);

    public byte[] Publish(long sentUs, string fill) => Encoding.UTF8.GetBytes(
        $$"""{"type":1,"target":"Publish","arguments":[{"t":{{sentUs}},"fill":"{{fill}}"}]}""" + End);
}
