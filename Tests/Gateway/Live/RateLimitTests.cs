using System.Text;
using Iskra.Gateway.Sessions;
using Iskra.Gateway.Sockets;
using Iskra.Tests.Gateway.Sockets;

namespace Iskra.Tests.Gateway.Live;

/// <summary>The message rate of a session, at its exact bounds (protocol section 4).</summary>
public sealed class RateLimitTests
{
    private const int Burst = 400;
    private const int PerSecond = 200;
    private const string Ping = """{"type":"ping"}""";

    [Fact]
    public async Task A_burst_of_400_passes_the_next_is_refused_and_the_connection_stays()
    {
        await using var gateway = await ClockedGateway.StartAsync();
        await using var socket = await TestSocket.ConnectAsync(gateway.Address());
        await SendAsync(socket, Burst);
        for (var i = 0; i < Burst; i++)
        {
            Assert.Equal("pong", await AnswerAsync(socket));
        }

        await SendAsync(socket, 1);
        var error = await socket.ReceiveAsync("error");
        Assert.Equal("rate_limited", error.GetProperty("code").GetString());
        Assert.Equal(1.0 / PerSecond, error.GetProperty("retry_after").GetDouble(), tolerance: 0.001);
        gateway.Advance(1.0 / PerSecond);
        await SendAsync(socket, 1);
        Assert.Equal("pong", await AnswerAsync(socket));
    }

    [Fact]
    public async Task A_flood_is_not_answered_with_more_refusals_than_the_bound()
    {
        await using var gateway = await ClockedGateway.StartAsync();
        using var raw = await RawSocket.OpenAsync(gateway.Address());
        await SendAsync(raw, Burst + FrameIntake.RefusalBurst);
        Assert.Equal((Burst, FrameIntake.RefusalBurst), await CountAsync(raw, Burst + FrameIntake.RefusalBurst));

        // A second later the sender has its rate again, and the refusals theirs. The close is answered after everything else.
        gateway.Advance(1);
        await SendAsync(raw, PerSecond + FrameIntake.RefusalsPerSecond + 100);
        await raw.SendAsync(RawSocket.Frame(0x88, [0x03, 0xE8]));
        Assert.Equal((PerSecond, FrameIntake.RefusalsPerSecond), await CountAsync(raw, int.MaxValue));
    }

    [Fact]
    public async Task Who_does_not_slow_down_for_ten_seconds_is_closed_with_1008()
    {
        await using var gateway = await ClockedGateway.StartAsync();
        await using var socket = await TestSocket.ConnectAsync(gateway.Address());
        await SendAsync(socket, Burst + 1);
        await socket.ReceiveAsync("error");
        for (var second = 1; second <= 9; second++)
        {
            gateway.Advance(1);
            await SendAsync(socket, PerSecond + 1);
            Assert.Equal("rate_limited", (await socket.ReceiveAsync("error")).GetProperty("code").GetString());
        }

        gateway.Advance(1);
        await SendAsync(socket, PerSecond + 1);
        Assert.Equal((CloseCode.PolicyViolation, "rate_limited"), await socket.ReceiveCloseAsync());
    }

    private static async Task SendAsync(TestSocket socket, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await socket.SendAsync(Ping);
        }
    }

    private static async Task<string> AnswerAsync(TestSocket socket)
    {
        while (true)
        {
            var type = (await socket.ReceiveAsync()).GetProperty("type").GetString();
            if (type is "pong" or "error")
            {
                return type;
            }
        }
    }

    private static Task SendAsync(RawSocket raw, int count) =>
        raw.SendAsync(Enumerable.Repeat(RawSocket.Frame(0x81, Encoding.UTF8.GetBytes(Ping)), count).SelectMany(static frame => frame).ToArray());

    /// <summary>Counts the answers up to a number of them or to the close, leaving out events of the channels.</summary>
    private static async Task<(int Pongs, int Refusals)> CountAsync(RawSocket raw, int count)
    {
        var (pongs, refusals) = (0, 0);
        while (pongs + refusals < count)
        {
            var (opcode, payload) = await raw.FrameAsync();
            if (opcode == 8)
            {
                break;
            }

            var text = Encoding.UTF8.GetString(payload);
            pongs += text.StartsWith("{\"type\":\"pong\"", StringComparison.Ordinal) ? 1 : 0;
            refusals += text.Contains("\"rate_limited\"", StringComparison.Ordinal) ? 1 : 0;
        }

        return (pongs, refusals);
    }
}
