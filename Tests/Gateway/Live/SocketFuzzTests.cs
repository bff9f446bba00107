using System.Net;
using System.Text;
using Iskra.Gateway.Sessions;
using Iskra.Tests.Gateway.Sockets;
using Iskra.Tests.Gateway.Transports;

namespace Iskra.Tests.Gateway.Live;

/// <summary>Damaged streams of frames on real sockets leave the gateway as it was.</summary>
public sealed class SocketFuzzTests
{
    private const int Streams = 400;
    private const int AtOnce = 20;

    private static readonly byte[][] Frames =
    [
        RawSocket.Frame(0x81, """{"type":"ping","timestamp":1}"""u8),
        RawSocket.Frame(0x81, """{"type":"subscribe","channels":["room/fuzz","clarity"]}"""u8),
        RawSocket.Frame(0x81, """{"type":"unsubscribe","channels":["clarity"]}"""u8),
        RawSocket.Frame(0x81, """{"type":"history","channel":"log/fuzz","limit":3}"""u8),
        RawSocket.Frame(0x01, """{"type":"""u8),
        RawSocket.Frame(0x80, "\"heartbeat\"}"u8),
        RawSocket.Frame(0x89, "there?"u8),
        RawSocket.Frame(0x8A, new byte[9]),
        RawSocket.Frame(0x82, new byte[300]),
        RawSocket.Frame(0x81, Encoding.UTF8.GetBytes(new string('[', 3_000))),
        RawSocket.Frame(0xC1, [0xCA, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]),
        RawSocket.Frame(0x88, [0x03, 0xE8]),
    ];

    [Fact]
    public async Task After_hundreds_of_damaged_streams_the_gateway_is_well_and_serves_others()
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var bystander = await TestSocket.ConnectAsync(gateway.Address());
        foreach (var seeds in Enumerable.Range(0, Streams).Chunk(AtOnce))
        {
            await Task.WhenAll(seeds.Select(seed => SendAsync(gateway, seed)));
        }

        await bystander.AskAsync("""{"type":"ping"}""", "pong");
        await Eventually.TrueAsync(() => gateway.Get<SessionRegistry>().Count == 1, "only the bystander is left");
        using var bound = Bound.Start();
        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(gateway.Http("/health"), bound.Token)).StatusCode);
        await gateway.IsReadyAsync();
        await using var fresh = await TestSocket.ConnectAsync(gateway.Address());
        Assert.Equal("ok", (await fresh.SubscribeAsync("room/fuzz")).GetProperty("status").GetString());
        var metrics = await http.GetStringAsync(gateway.Http("/metrics"), bound.Token);
        Assert.DoesNotContain("error_type=\"internal\"", metrics, StringComparison.Ordinal);
    }

    private static async Task SendAsync(TestGateway gateway, int seed)
    {
        using var raw = await RawSocket.OpenAsync(gateway.Address(), Handshake(gateway.Address(), withDeflate: seed % 2 == 0));
        try
        {
            await raw.SendAsync(Stream(new Random(seed)));
        }
        catch (System.Net.Sockets.SocketException)
        {
            // The gateway may have closed before it had all.
        }

        if (seed % 4 != 0)
        {
            raw.EndSending();
            Assert.True(await raw.IsEndedAfterAllAsync(), $"Stream {seed} is not ended.");
        }
    }

    private static byte[] Stream(Random random)
    {
        var bytes = new List<byte>();
        for (var count = random.Next(1, 8); count > 0; count--)
        {
            bytes.AddRange(Frames[random.Next(Frames.Length)]);
        }

        var stream = bytes.ToArray();
        for (var flips = random.Next(0, 6); flips > 0; flips--)
        {
            stream[random.Next(stream.Length)] ^= (byte)(1 << random.Next(8));
        }

        return random.Next(3) == 0 ? stream[..random.Next(1, stream.Length)] : stream;
    }

    private static string Handshake(Uri address, bool withDeflate) =>
        $"GET {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
        (withDeflate ? "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n" : "\r\n");
}
