using Iskra.Gateway.Hosting;
using Iskra.Gateway.Sockets;
using Iskra.Tests.Gateway.Sockets;

namespace Iskra.Tests.Gateway.Live;

/// <summary>Who is silent is asked, and who does not answer is dead (protocol section 6).</summary>
public sealed class HeartbeatTests
{
    private const int Text = 1;
    private const int Close = 8;
    private const int Ping = 9;
    private static readonly byte[] AskForPong = RawSocket.Frame(0x81, """{"type":"ping"}"""u8);

    [Fact]
    public async Task Three_unanswered_pings_close_with_4002()
    {
        await using var gateway = await ClockedGateway.StartAsync();
        using var raw = await OpenAsync(gateway);
        foreach (var wait in new[] { 30, 10, 10 })
        {
            gateway.Advance(wait);
            Assert.Equal(Ping, (await raw.FrameAsync()).Opcode);
        }

        gateway.Advance(9);
        gateway.Advance(1);
        var (opcode, payload) = await raw.FrameAsync();
        Assert.Equal(Close, opcode);
        Assert.Equal(CloseCode.HeartbeatMissed, (payload[0] << 8) | payload[1]);
        Assert.Equal("heartbeat_missed"u8, payload.AsSpan(2));
    }

    [Fact]
    public async Task Nobody_is_asked_before_the_silence_is_over()
    {
        await using var gateway = await ClockedGateway.StartAsync();
        using var raw = await OpenAsync(gateway);
        gateway.Advance(29);
        await raw.SendAsync(AskForPong);
        Assert.Equal(Text, (await raw.FrameAsync()).Opcode);
        gateway.Advance(29);
        await raw.SendAsync(AskForPong);
        Assert.Equal(Text, (await raw.FrameAsync()).Opcode);
    }

    [Fact]
    public async Task An_answer_after_two_missed_ones_starts_anew()
    {
        await using var gateway = await ClockedGateway.StartAsync();
        using var raw = await OpenAsync(gateway);
        byte[] question = [];
        foreach (var wait in new[] { 30, 10, 10 })
        {
            gateway.Advance(wait);
            (_, question) = await raw.FrameAsync();
        }

        await raw.SendAsync(RawSocket.Frame(0x8A, question));
        await raw.SendAsync(AskForPong);
        Assert.Equal(Text, (await raw.FrameAsync()).Opcode);
        foreach (var wait in new[] { 30, 10, 10 })
        {
            gateway.Advance(wait);
            Assert.Equal(Ping, (await raw.FrameAsync()).Opcode);
        }
    }

    private static async Task<RawSocket> OpenAsync(ClockedGateway gateway)
    {
        var raw = await RawSocket.OpenAsync(gateway.Address(ListenPort.Main, "/ws/dashboard"));
        Assert.Equal(Text, (await raw.FrameAsync()).Opcode);

        // The greeting comes before the session follows anything: its channels leave it alone, and so does the clock from here on.
        await raw.SendAsync(RawSocket.Frame(0x81, """{"type":"unsubscribe","channels":["alerts","silences","stats","health","system"]}"""u8));
        while (!System.Text.Encoding.UTF8.GetString((await raw.FrameAsync()).Payload).Contains("unsubscribed", StringComparison.Ordinal))
        {
            // Events of the channels until then.
        }

        await SettleAsync(gateway, raw);
        return raw;
    }

    /// <summary>Behind events a ping asks whether they have arrived, a second after the last one at most; those are answered here.</summary>
    private static async Task SettleAsync(ClockedGateway gateway, RawSocket raw)
    {
        var wasAsked = true;
        while (wasAsked)
        {
            wasAsked = false;
            gateway.Advance(2);
            await raw.SendAsync(AskForPong);
            for (var (opcode, payload) = await raw.FrameAsync(); opcode == Ping; (opcode, payload) = await raw.FrameAsync())
            {
                wasAsked = true;
                await raw.SendAsync(RawSocket.Frame(0x8A, payload));
            }
        }
    }
}
