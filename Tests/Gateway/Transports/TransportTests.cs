using System.Text.Json;
using Iskra.Channels;
using Iskra.Gateway.Protocol;

namespace Iskra.Tests.Gateway.Transports;

/// <summary>What every transport owes, whichever it is (protocol section 3).</summary>
public abstract class TransportTests(GatewayHost host, TransportKind kind)
{
    /// <summary>The process under test.</summary>
    protected GatewayHost Host { get; } = host;

    [Fact]
    public async Task Events_of_a_durable_channel_arrive_in_order()
    {
        var channel = NewChannel("log");
        await using var reader = await OpenAsync(channel);
        await Host.PublishAsync(channel, 20);
        await AssertNumbersAsync(reader, 1, 20);
    }

    [Fact]
    public async Task Events_of_an_ephemeral_channel_arrive_in_order()
    {
        var channel = NewChannel("room");
        await using var reader = await OpenAsync(channel);
        await Host.PublishAsync(channel, 20);
        await AssertNumbersAsync(reader, 1, 20);
    }

    [Fact]
    public async Task Two_channels_keep_their_order_each()
    {
        var (one, two) = (NewChannel("log"), NewChannel("room"));
        await using var reader = await OpenAsync(one, two);
        for (var i = 0; i < 5; i++)
        {
            await Host.PublishAsync(one, 1);
            await Host.PublishAsync(two, 1);
        }

        var seen = new Dictionary<string, List<long>> { [one] = [], [two] = [] };
        for (var i = 0; i < 10; i++)
        {
            var item = await reader.NextAsync();
            seen[item.GetProperty("channel").GetString()!].Add(item.GetProperty("seq").GetInt64());
        }

        Assert.All(seen.Values, numbers => Assert.Equal([1, 2, 3, 4, 5], numbers));
    }

    [Fact]
    public async Task A_cursor_continues_exactly_where_it_was_taken()
    {
        var channel = NewChannel("log");
        string cursor;
        await using (var reader = await OpenAsync(channel))
        {
            await Host.PublishAsync(channel, 3);
            await AssertNumbersAsync(reader, 1, 3);
            cursor = await reader.CursorAsync();
        }

        await Host.PublishAsync(channel, 4);
        await using var again = await Readers.OpenAsync(Host, kind, [channel], cursor);
        await AssertNumbersAsync(again, 4, 4);
        await Host.PublishAsync(channel, 1);
        await AssertNumbersAsync(again, 8, 1);
    }

    [Theory]
    [InlineData(TransportKind.WebSocket)]
    [InlineData(TransportKind.Sse)]
    [InlineData(TransportKind.LongPolling)]
    [InlineData(TransportKind.Polling)]
    public async Task A_client_may_move_to_another_transport_in_the_middle(TransportKind next)
    {
        var (durable, ephemeral) = (NewChannel("log"), NewChannel("room"));
        string cursor;
        await using (var reader = await OpenAsync(durable, ephemeral))
        {
            await Host.PublishAsync(durable, 3);
            await AssertNumbersAsync(reader, 1, 3);
            cursor = await reader.CursorAsync();
        }

        await Host.PublishAsync(ephemeral, 2);
        await Host.PublishAsync(durable, 2);
        await using var moved = await Readers.OpenAsync(Host, next, [durable, ephemeral], cursor);
        var got = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            var item = await moved.NextAsync();
            got.Add($"{item.GetProperty("channel").GetString()} {item.GetProperty("seq").GetInt64()}");
        }

        Assert.Equal(new[] { $"{durable} 4", $"{durable} 5", $"{ephemeral} 1", $"{ephemeral} 2" }.Order(StringComparer.Ordinal), got.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_position_of_another_life_of_the_log_is_answered_with_a_snapshot()
    {
        var channel = NewChannel("log");
        await Host.PublishAsync(channel, 3);
        var cursor = Cursor.Encode([new(channel, new ChannelPosition("anotherepoch", 2))]);
        await using var reader = await Readers.OpenAsync(Host, kind, [channel], cursor);
        var snapshot = await reader.NextAsync();
        Assert.Equal("snapshot", snapshot.GetProperty("type").GetString());
        Assert.Equal(3, snapshot.GetProperty("seq").GetInt64());
        Assert.Equal(3, snapshot.GetProperty("data").GetProperty("events").GetArrayLength());
        await Host.PublishAsync(channel, 1);
        await AssertNumbersAsync(reader, 4, 1);
    }

    [Fact]
    public async Task A_replay_longer_than_any_buffer_is_complete()
    {
        var channel = NewChannel("log");
        await Host.PublishAsync(channel, 1);
        var epoch = (await Host.Cluster.GetGrain<IChannelGrain>(channel).Head()).Epoch;
        for (var i = 0; i < 15; i++) await Host.PublishAsync(channel, 20);
        await using var reader = await Readers.OpenAsync(Host, kind, [channel], Cursor.Encode([new(channel, new ChannelPosition(epoch, 1))]));
        await AssertNumbersAsync(reader, 2, 300);
    }

    /// <summary>A channel that no other test knows.</summary>
    protected static string NewChannel(string prefix) => $"{prefix}/{Guid.NewGuid():n}";

    /// <summary>A reader of this transport.</summary>
    protected Task<IEventReader> OpenAsync(params string[] channels) => Readers.OpenAsync(Host, kind, channels);

    /// <summary>Reads events and checks that their numbers continue.</summary>
    protected static async Task AssertNumbersAsync(IEventReader reader, long first, int count)
    {
        for (var seq = first; seq < first + count; seq++)
        {
            var item = await reader.NextAsync();
            Assert.Equal((seq, "message"), (item.GetProperty("seq").GetInt64(), item.GetProperty("type").GetString()));
        }
    }

    /// <summary>The type of an event.</summary>
    protected static string TypeOf(JsonElement item) => item.GetProperty("type").GetString()!;
}
