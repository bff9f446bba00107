using System.Net;
using System.Net.WebSockets;
using Iskra.Gateway.Sockets;
using Iskra.Tests.Gateway.Sockets;
using Iskra.Tests.Gateway.Transports;

namespace Iskra.Tests.Gateway.Live;

/// <summary>How many may connect, in all and from one address, and whose word about an address counts (protocol section 6).</summary>
public sealed class ConnectionLimitTests
{
    [Fact]
    public async Task The_gateway_takes_as_many_as_its_limit_and_another_one_once_one_has_gone()
    {
        await using var gateway = await TestGateway.StartAsync(["--Gateway:MaxConnections=3"]);
        await using var one = await TestSocket.ConnectAsync(gateway.Address());
        await using var two = await TestSocket.ConnectAsync(gateway.Address());
        await using var three = await TestSocket.ConnectAsync(gateway.Address());
        Assert.Equal("connection_established", three.Greeting.GetProperty("type").GetString());
        await AssertRefusedAsync(gateway, null);
        using (var bound = Bound.Start())
        using (var http = new HttpClient())
        using (var stream = await http.GetAsync(gateway.Http("/api/v2/events/stream?channels=slo"), HttpCompletionOption.ResponseHeadersRead, bound.Token))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, stream.StatusCode);
            Assert.NotNull(stream.Headers.RetryAfter);
        }

        await two.CloseAsync();
        await using var four = await TestSocket.ConnectWhenThereIsRoomAsync(gateway.Address());
        await AssertRefusedAsync(gateway, null);
    }

    [Fact]
    public async Task An_address_behind_a_trusted_proxy_has_its_limit_and_others_have_theirs()
    {
        await using var gateway = await TestGateway.StartAsync(["--Gateway:MaxConnectionsPerAddress=2", "--Gateway:TrustedProxies=127.0.0.1"]);
        await using var one = await ConnectAsync(gateway, "203.0.113.7");

        // What a client wrote into the header itself stands before what the proxy added, and does not count.
        await using var two = await ConnectAsync(gateway, "198.51.100.1, 203.0.113.7");
        await AssertRefusedAsync(gateway, "203.0.113.7");
        await AssertRefusedAsync(gateway, "127.0.0.1, 203.0.113.7");
        await using var other = await ConnectAsync(gateway, "203.0.113.8");
        Assert.Equal("connection_established", other.Greeting.GetProperty("type").GetString());
        await one.CloseAsync();
        await using var again = await TestSocket.ConnectWhenThereIsRoomAsync(gateway.Address(), Forwarded("203.0.113.7"));
        await AssertRefusedAsync(gateway, "203.0.113.7");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("10.0.0.0/8")]
    public async Task A_forwarded_address_of_anybody_else_does_not_count(string? trusted)
    {
        string[] settings = ["--Gateway:MaxConnectionsPerAddress=1", .. trusted is null ? [] : new[] { $"--Gateway:TrustedProxies={trusted}" }];
        await using var gateway = await TestGateway.StartAsync(settings);
        var sockets = new List<TestSocket>();
        for (var i = 0; i < 12; i++)
        {
            sockets.Add(await ConnectAsync(gateway, "203.0.113.7"));
            Assert.Equal("connection_established", sockets[^1].Greeting.GetProperty("type").GetString());
        }

        foreach (var socket in sockets)
        {
            await socket.DisposeAsync();
        }
    }

    private static Task<TestSocket> ConnectAsync(TestGateway gateway, string? forwardedFor) => TestSocket.ConnectAsync(gateway.Address(), Forwarded(forwardedFor));

    private static Action<ClientWebSocketOptions> Forwarded(string? forwardedFor) => options =>
    {
        if (forwardedFor is not null)
        {
            options.SetRequestHeader("X-Forwarded-For", forwardedFor);
        }
    };

    private static async Task AssertRefusedAsync(TestGateway gateway, string? forwardedFor)
    {
        await using var socket = await ConnectAsync(gateway, forwardedFor);
        Assert.Equal("overloaded", socket.Greeting.GetProperty("code").GetString());
        Assert.InRange(socket.Greeting.GetProperty("retry_after").GetDouble(), 0.1, 60);
        Assert.Equal(CloseCode.TryAgainLater, (await socket.ReceiveCloseAsync()).Code);
    }
}
