using System.Text.Json;

namespace Iskra.Tests.Gateway.Sockets;

/// <summary>What happens to clients that do not keep to RFC 6455, over a real connection.</summary>
public sealed class SocketProtocolTests
{
    [Fact]
    public async Task The_handshake_is_answered_as_the_standard_asks()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var raw = await RawSocket.OpenAsync(gateway.Address());
        Assert.StartsWith("HTTP/1.1 101", raw.Head, StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", raw.Head, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Sec-WebSocket-Version: 12\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n", 426)]
    [InlineData("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n", 400)]
    [InlineData("Sec-WebSocket-Version: 13\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n", 400)]
    [InlineData("", 426)]
    public async Task A_handshake_that_is_none_is_refused(string headers, int status)
    {
        await using var gateway = await TestGateway.StartAsync();
        var address = gateway.Address();
        using var raw = await RawSocket.OpenAsync(address, $"GET {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\n{headers}\r\n");
        Assert.StartsWith($"HTTP/1.1 {status}", raw.Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_websocket_closes_with_1002()
    {
        byte[][] violations = [[0x81, 0x01, 0x78], [0xF1, 0x80, 0, 0, 0, 0], [0x80, 0x80, 0, 0, 0, 0], [0x83, 0x80, 0, 0, 0, 0], [0x09, 0x80, 0, 0, 0, 0]];
        await using var gateway = await TestGateway.StartAsync();
        foreach (var violation in violations)
        {
            using var raw = await RawSocket.OpenAsync(gateway.Address());
            await raw.SendAsync(violation);
            Assert.Equal(1002, await raw.CloseCodeAsync());
        }
    }

    [Fact]
    public async Task A_close_is_answered_with_its_code_and_the_connection_ends()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var raw = await RawSocket.OpenAsync(gateway.Address());
        await raw.SendAsync(RawSocket.Frame(0x88, [0x0B, 0xB8]));
        Assert.Equal(3000, await raw.CloseCodeAsync());
        Assert.True(await raw.IsEndedAsync());
    }

    [Fact]
    public async Task A_ping_between_the_parts_of_a_message_is_answered_before_the_message()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var raw = await RawSocket.OpenAsync(gateway.Address());
        await raw.FrameAsync();
        await raw.SendAsync(RawSocket.Frame(0x01, "{\"type\":"u8));
        await raw.SendAsync(RawSocket.Frame(0x89, "hi"u8));
        await raw.SendAsync(RawSocket.Frame(0x80, "\"ping\"}"u8));
        Assert.Equal("hi"u8.ToArray(), (await NextAsync(raw, 0xA)).Payload);
        await ReplyAsync(raw, "pong");
    }

    [Fact]
    public async Task A_message_over_the_limit_gets_its_error_and_its_close_although_it_is_never_read_whole()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var raw = await RawSocket.OpenAsync(gateway.Address());
        await raw.FrameAsync();
        await raw.SendAsync(RawSocket.Frame(0x81, new byte[4 << 20]));
        Assert.Equal("message_too_large", (await ReplyAsync(raw, "error")).GetProperty("code").GetString());
        Assert.Equal(1009, await raw.CloseCodeAsync());
    }

    [Fact]
    public async Task A_message_at_the_limit_is_read()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var raw = await RawSocket.OpenAsync(gateway.Address());
        await raw.FrameAsync();
        var message = new byte[1 << 20];
        Array.Fill(message, (byte)' ');
        "{\"type\":\"ping\"}"u8.CopyTo(message);
        await raw.SendAsync(RawSocket.Frame(0x81, message));
        await ReplyAsync(raw, "pong");
    }

    [Fact]
    public async Task Silence_is_asked_three_times_and_then_closed()
    {
        await using var gateway = await TestGateway.StartAsync(["--Gateway:HeartbeatIntervalMs=100", "--Gateway:HeartbeatTimeoutMs=60"]);
        using var raw = await RawSocket.OpenAsync(gateway.Address(Iskra.Gateway.Hosting.ListenPort.Seams, "/"));
        var pings = 0;
        while (true)
        {
            var (opcode, _) = await raw.FrameAsync();
            pings += opcode == 9 ? 1 : 0;
            if (opcode == 8)
            {
                break;
            }
        }

        Assert.InRange(pings, 3, 4);
    }

    /// <summary>The next frame of a type; events of the channels that the endpoint follows may come before it.</summary>
    private static async Task<JsonElement> ReplyAsync(RawSocket raw, string type)
    {
        while (true)
        {
            var frame = JsonDocument.Parse((await NextAsync(raw, 0x1)).Payload).RootElement;
            if (frame.GetProperty("type").GetString() == type)
            {
                return frame;
            }
        }
    }

    private static async Task<(int Opcode, byte[] Payload)> NextAsync(RawSocket raw, int opcode)
    {
        while (true)
        {
            var frame = await raw.FrameAsync();
            if (frame.Opcode == opcode)
            {
                return frame;
            }
        }
    }
}
