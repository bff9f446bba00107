using System.Text.Json;
using Iskra.Channels;
using Iskra.Connections;
using Iskra.Gateway.Fanout;
using Iskra.Gateway.Sessions;

namespace Iskra.Tests.Gateway.Sockets;

/// <summary>Nothing lost and nothing twice across reconnects (protocol sections 2 and 3).</summary>
public sealed class SocketResumeTests
{
    private const string Channel = "log/resume";

    [Fact]
    public async Task A_cursor_continues_exactly_after_it()
    {
        await using var gateway = await TestGateway.StartAsync();
        var first = await TestSocket.ConnectAsync(gateway.Address());
        await first.SubscribeAsync(Channel);
        await PublishAsync(gateway, 3);
        await first.SeqsAsync(Channel, 3);
        var cursor = await CursorAsync(first);
        first.Abort();
        await PublishAsync(gateway, 2_000);
        await using var second = await TestSocket.ConnectAsync(gateway.Address(path: $"/ws/dashboard?session={first.Session}&cursor={cursor}"));
        Assert.True(second.Greeting.GetProperty("resumed").GetBoolean());
        Assert.Equal(first.Session, second.Session);
        Assert.Equal(Numbers(4, 2_000), await second.SeqsAsync(Channel, 2_000));
        await PublishAsync(gateway, 1);
        Assert.Equal(Numbers(2_004, 1), await second.SeqsAsync(Channel, 1));
    }

    [Fact]
    public async Task A_cursor_alone_subscribes_its_channels()
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var first = await TestSocket.ConnectAsync(gateway.Address());
        await first.SubscribeAsync(Channel);
        var cursor = await CursorAsync(first);
        await PublishAsync(gateway, 5);
        await using var second = await TestSocket.ConnectAsync(gateway.Address(path: $"/ws/dashboard?cursor={cursor}"));
        Assert.False(second.Greeting.GetProperty("resumed").GetBoolean());
        Assert.Equal(Numbers(1, 5), await second.SeqsAsync(Channel, 5));
    }

    [Fact]
    public async Task A_session_alone_continues_at_what_was_saved_and_loses_nothing()
    {
        await using var gateway = await TestGateway.StartAsync();
        var first = await TestSocket.ConnectAsync(gateway.Address());
        await first.SubscribeAsync(Channel);
        await PublishAsync(gateway, 3);
        await first.SeqsAsync(Channel, 3);
        first.Abort();
        await PublishAsync(gateway, 4);
        await using var second = await TestSocket.ConnectAsync(gateway.Address(path: $"/ws/dashboard?session={first.Session}"));
        var seqs = await UpToAsync(second, 7);
        Assert.Equal(Numbers(seqs[0], seqs.Length), seqs);
        Assert.InRange(seqs[0], 1, 4);
    }

    [Fact]
    public async Task What_the_client_has_confirmed_does_not_come_again()
    {
        await using var gateway = await TestGateway.StartAsync();
        var first = await TestSocket.ConnectAsync(gateway.Address());
        await first.SubscribeAsync(Channel);
        await PublishAsync(gateway, 3);
        await first.SeqsAsync(Channel, 3);

        // The client answers marks only while it reads, so it asks until its position has been saved.
        await Eventually.TrueAsync(
            async () =>
            {
                await first.AskAsync("""{"type":"ping"}""", "pong");
                return gateway.Get<SessionRegistry>().TryGet(first.Session, out var session)
                    && session.Saved().Single(static item => item.Channel == Channel).Position?.Seq == 3;
            },
            "the position is confirmed");
        first.Abort();

        // The cluster is told last, once it knows the position.
        var stored = gateway.Cluster.GetGrain<IConnectionGrain>(first.Session);
        await Eventually.TrueAsync(async () => await stored.Describe() is { Gateway: null }, "the connection is known to have gone");
        await PublishAsync(gateway, 2);
        await using var second = await TestSocket.ConnectAsync(gateway.Address(path: $"/ws/dashboard?session={first.Session}"));
        Assert.Equal(Numbers(4, 2), await second.SeqsAsync(Channel, 2));
    }

    [Fact]
    public async Task A_position_in_a_subscribe_frame_is_replayed_before_the_reply()
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var socket = await TestSocket.ConnectAsync(gateway.Address());
        await PublishAsync(gateway, 10);
        var epoch = (await gateway.Cluster.GetGrain<IChannelGrain>(Channel).Head()).Epoch;
        await socket.SendAsync($$$"""{"type":"subscribe","channels":["{{{Channel}}}"],"since":{"{{{Channel}}}":{"epoch":"{{{epoch}}}","seq":4} } }""");
        Assert.Equal(Numbers(5, 6), await socket.SeqsAsync(Channel, 6));
        var reply = await socket.ReceiveAsync("subscribed");
        var position = reply.GetProperty("positions").GetProperty(Channel);
        Assert.True(position.GetProperty("recovered").GetBoolean());
        Assert.Equal(10, position.GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task A_position_that_is_gone_gets_a_snapshot_and_is_told_so()
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var socket = await TestSocket.ConnectAsync(gateway.Address());
        await PublishAsync(gateway, 10);
        await socket.SendAsync($$$"""{"type":"subscribe","channels":["{{{Channel}}}"],"since":{"{{{Channel}}}":{"epoch":"elsewhere","seq":4} } }""");
        var snapshot = await socket.ReceiveAsync("snapshot");
        Assert.Equal(10, snapshot.GetProperty("seq").GetInt64());
        var reply = await socket.ReceiveAsync("subscribed");
        Assert.False(reply.GetProperty("positions").GetProperty(Channel).GetProperty("recovered").GetBoolean());
    }

    [Fact]
    public async Task A_bad_cursor_is_told_and_the_session_starts_without_it()
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var socket = await TestSocket.ConnectAsync(gateway.Address(path: "/ws/dashboard?cursor=nonsense"));
        Assert.Equal("invalid_cursor", (await socket.ReceiveAsync("error")).GetProperty("code").GetString());
        await socket.AskAsync("""{"type":"ping"}""", "pong");
    }

    [Fact]
    public async Task A_session_continues_on_another_gateway_and_the_first_lets_go()
    {
        await using var one = await TestGateway.StartAsync();
        await using var two = await TestGateway.StartAsync(cluster: one.Cluster);
        await using var first = await TestSocket.ConnectAsync(one.Address());
        await first.SubscribeAsync(Channel);
        await PublishAsync(one, 2);
        await first.SeqsAsync(Channel, 2);
        var cursor = await CursorAsync(first);
        await using var second = await TestSocket.ConnectAsync(two.Address(path: $"/ws/dashboard?session={first.Session}&cursor={cursor}"));
        Assert.True(second.Greeting.GetProperty("resumed").GetBoolean());
        Assert.Equal(1000, (await first.ReceiveCloseAsync()).Code);
        await PublishAsync(one, 2);
        Assert.Equal(Numbers(3, 2), await second.SeqsAsync(Channel, 2));
    }

    [Fact]
    public async Task A_session_of_somebody_else_is_not_continued()
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var first = await TestSocket.ConnectAsync(gateway.Address(path: $"/ws/dashboard?token={Tokens.For("7")}"));
        await using var second = await TestSocket.ConnectAsync(gateway.Address(path: $"/ws/dashboard?session={first.Session}&token={Tokens.For("8")}"));
        Assert.NotEqual(first.Session, second.Session);
        Assert.False(second.Greeting.GetProperty("resumed").GetBoolean());
        await first.AskAsync("""{"type":"ping"}""", "pong");
    }

    [Fact]
    public async Task One_stalled_client_among_two_hundred_delays_nobody_and_is_closed_with_4003()
    {
        const string Flood = "log/flood";
        await using var gateway = await TestGateway.StartAsync();
        using var stalled = await RawSocket.OpenAsync(gateway.Address(), receiveBuffer: 4_096);
        await stalled.SendAsync(RawSocket.Frame(0x81, System.Text.Encoding.UTF8.GetBytes($$"""{"type":"subscribe","channels":["{{Channel}}","{{Flood}}"]}""")));
        var clients = await Task.WhenAll(Enumerable.Range(0, 199).Select(_ => TestSocket.ConnectAsync(gateway.Address())));
        await Task.WhenAll(clients.Select(static client => client.SubscribeAsync(Channel)));
        Assert.True(gateway.Get<ChannelHubs>().TryGet(Channel, out var hub));
        await Eventually.TrueAsync(() => hub.Members == 200, "everybody follows");
        for (var round = 0; round < 20; round++)
        {
            await PublishAsync(gateway, 10, new string('x', 100_000), Flood);
            await PublishAsync(gateway, 5);
            var seqs = await Task.WhenAll(clients.Select(static client => client.SeqsAsync(Channel, 5)));
            Assert.All(seqs, numbers => Assert.Equal(Numbers(1 + (5 * round), 5), numbers));
        }

        await Eventually.TrueAsync(() => hub.Members == 199, "the stalled client is off the list");
        Assert.Equal(199, gateway.Get<SessionRegistry>().Count);
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    private static async Task<string> CursorAsync(TestSocket socket) =>
        (await socket.AskAsync("""{"type":"ping"}""", "pong")).GetProperty("cursor").GetString()!;

    private static async Task<long[]> UpToAsync(TestSocket socket, long last)
    {
        var seqs = new List<long>();
        while (seqs.Count == 0 || seqs[^1] != last)
        {
            seqs.AddRange(await socket.SeqsAsync(Channel, 1));
        }

        return [.. seqs];
    }

    private static long[] Numbers(long first, int count) => [.. Enumerable.Range(0, count).Select(i => first + i)];

    private static async Task PublishAsync(TestGateway gateway, int count, string data = "", string channel = Channel)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(data);
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        foreach (var part in Enumerable.Range(0, count).Chunk(500))
        {
            await gateway.Cluster.GetGrain<IChannelGrain>(channel)
                .Append([.. part.Select(_ => new EventDraft(Guid.NewGuid().ToString("N"), "message", now, "test", payload))]);
        }
    }
}
