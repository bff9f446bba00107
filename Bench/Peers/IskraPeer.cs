using System.Security.Cryptography;
using System.Text;
using Iskra.Bench.Load;

namespace Iskra.Bench.Peers;

/// <summary>Iskra as it ships: one process, the memory store, all limits and positions in force; only their numbers are raised.</summary>
internal sealed class IskraPeer(string? connection = null, string? alertConfig = null) : IPeer
{
    private const string Channel = "room/bench";
    private static readonly string KeyText = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public string Name => "Iskra";

    public Task<PeerServer> StartAsync()
    {
        var port = PeerServer.FreePort();
        string[] arguments =
        [
            "exec", Path.Combine(AppContext.BaseDirectory, "Iskra.Gateway.dll"),
            $"--Gateway:Ports:Main={port}", $"--Gateway:Ports:Pulse={PeerServer.FreePort()}",
            $"--Gateway:Ports:Seams={PeerServer.FreePort()}", $"--Gateway:Ports:Voices={PeerServer.FreePort()}",
            "--Gateway:MaxConnections=20000", "--Gateway:MessagesPerSecond=1000000",
            connection is null ? "--Store=memory" : "--ConnectionStrings:Iskra=" + connection,
            .. alertConfig is null ? (string[])[] : ["--Alerts:ConfigFile=" + alertConfig],
        ];
        var environment = new Dictionary<string, string>
        {
            ["Auth__SigningKey"] = KeyText,
            ["Logging__LogLevel__Default"] = "Warning",
        };
        return PeerServer.StartAsync(port, arguments, environment, line => line.Contains($":{port}", StringComparison.Ordinal));
    }

    public Task<RawClient> ConnectAsync(PeerServer server) => RawClient.ConnectAsync(server.Port, "/ws/dashboard");

    public Task SubscribeAsync(RawClient client) =>
        client.SendAsync(Encoding.UTF8.GetBytes($$"""{"type":"subscribe","channels":["{{Channel}}"]}"""));

    public Task<RawClient> ConnectPublisherAsync(PeerServer server) =>
        RawClient.ConnectAsync(server.Port, "/ws/dashboard?token=" + BenchToken.Of(KeyText));

    public byte[] Publish(long sentUs, string fill) => Encoding.UTF8.GetBytes(
        $$"""{"type":"publish","channel":"{{Channel}}","data":{"t":{{sentUs}},"fill":"{{fill}}"} }""");
}
