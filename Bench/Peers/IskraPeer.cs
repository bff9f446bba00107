using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Iskra.Bench.Load;

namespace Iskra.Bench.Peers;

/// <summary>Iskra as it ships: one process, the memory store, all limits and positions in force; only their numbers are raised.</summary>
internal sealed class IskraPeer(string? connection = null) : IPeer
{
    private const string Channel = "room/bench";
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);
    private static readonly string KeyText = Convert.ToBase64String(Key);

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
        RawClient.ConnectAsync(server.Port, "/ws/dashboard?token=" + Token());

    public byte[] Publish(long sentUs, string fill) => Encoding.UTF8.GetBytes(
        $$"""{"type":"publish","channel":"{{Channel}}","data":{"t":{{sentUs}},"fill":"{{fill}}"} }""");

    private static string Token()
    {
        var expires = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds();
        var text = Part("""{"alg":"HS256","typ":"JWT"}""") + "." + Part($$"""{"sub":"bench","name":"Bench","exp":{{expires}}}""");
        return text + "." + Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(KeyText), Encoding.ASCII.GetBytes(text)));
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
