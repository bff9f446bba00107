using Iskra.Gateway.Sockets;
using Iskra.Tests.Gateway.Sockets;

namespace Iskra.Tests.Gateway.Live;

/// <summary>A token that runs out while its connection lives (protocol section 4).</summary>
public sealed class TokenExpiryTests
{
    [Fact]
    public async Task The_client_is_warned_a_minute_before_and_closed_with_4001_at_the_end()
    {
        await using var gateway = await ClockedGateway.StartAsync("--Gateway:HeartbeatIntervalMs=600000");
        var token = Tokens.For("7", gateway.Time.GetUtcNow().AddSeconds(180));
        await using var socket = await TestSocket.ConnectAsync(gateway.Address(path: $"/ws/dashboard?token={token}"));
        gateway.Advance(119);
        await socket.AskAsync("""{"type":"ping"}""", "pong");
        gateway.Advance(1);
        var warning = await socket.ReceiveAsync("error");
        Assert.Equal("token_expired", warning.GetProperty("code").GetString());
        Assert.Equal(60, warning.GetProperty("retry_after").GetDouble(), tolerance: 1);
        gateway.Advance(59);

        // Warned once, and still served.
        Assert.Equal("pong", await AnswerAsync(socket));
        gateway.Advance(1);
        Assert.Equal((CloseCode.TokenExpired, "token_expired"), await socket.ReceiveCloseAsync());
    }

    [Fact]
    public async Task A_token_that_has_run_out_before_is_told_so_and_closed_with_4001()
    {
        await using var gateway = await TestGateway.StartAsync();
        var token = Tokens.For("7", DateTimeOffset.UtcNow.AddMinutes(-5));
        await using var socket = await TestSocket.ConnectAsync(gateway.Address(path: $"/ws/dashboard?token={token}"));
        Assert.Equal("token_expired", socket.Greeting.GetProperty("code").GetString());
        Assert.Equal(CloseCode.TokenExpired, (await socket.ReceiveCloseAsync()).Code);
    }

    /// <summary>The type of the next frame that is an answer or an error, leaving out events of the channels.</summary>
    private static async Task<string> AnswerAsync(TestSocket socket)
    {
        await socket.SendAsync("""{"type":"ping"}""");
        while (true)
        {
            var type = (await socket.ReceiveAsync()).GetProperty("type").GetString();
            if (type is "pong" or "error")
            {
                return type;
            }
        }
    }
}
