using System.Text;
using System.Text.Json;
using Iskra.Channels;
using Iskra.Gateway.Fanout;
using Iskra.Gateway.Sessions;
using Iskra.Gateway.Sockets;
using Iskra.Tests.Gateway.Sockets;

namespace Iskra.Tests.Gateway.Live;

/// <summary>A client that does not read is let go with 4003 and finds everything again (protocol section 4).</summary>
public sealed class SlowConsumerTests
{
    private const string Flood = "log/slow";
    private static readonly string Weight = new('x', 50_000);

    [Fact]
    public async Task It_sees_4003_when_it_reads_at_last_and_resumes_without_a_gap()
    {
        // On a clock that stands nobody is cut for reading its close late.
        await using var gateway = await ClockedGateway.StartAsync();
        await using var other = await TestSocket.ConnectAsync(gateway.Address());
        await other.SubscribeAsync(Flood);
        using var slow = await RawSocket.OpenAsync(gateway.Address(), receiveBuffer: 4_096);
        var session = await SubscribeAsync(slow);
        Assert.True(gateway.Get<ChannelHubs>().TryGet(Flood, out var hub));
        await Eventually.TrueAsync(() => hub.Members == 2, "both follow");

        // More than the system's buffers and the outbox hold together.
        var sent = 0L;
        for (var i = 0; i < 40; i++)
        {
            sent = await PublishAsync(gateway.Cluster, 10);
            Assert.Equal(Numbers(sent - 9, 10), await other.SeqsAsync(Flood, 10));
        }

        var (seen, code) = await ReadToCloseAsync(slow);
        Assert.Equal(CloseCode.SlowConsumer, code);
        Assert.Equal(Numbers(1, seen.Count), seen);
        Assert.InRange(seen.Count, 0, sent - 1);
        await using var again = await TestSocket.ConnectAsync(gateway.Address(path: $"/ws/dashboard?session={session}"));
        Assert.True(again.Greeting.GetProperty("resumed").GetBoolean());
        var rest = new List<long>();
        while (rest.Count == 0 || rest[^1] < sent)
        {
            rest.AddRange(await again.SeqsAsync(Flood, 1));
        }

        Assert.Equal(Numbers(rest[0], rest.Count), rest);
        Assert.InRange(rest[0], 1, seen.Count + 1);
        Assert.Equal(2, gateway.Get<SessionRegistry>().Count);
    }

    [Fact]
    public async Task A_write_that_takes_too_long_ends_it_also_when_little_waits()
    {
        await using var gateway = await ClockedGateway.StartAsync("--Gateway:WriteTimeoutMs=100", "--Gateway:OutboxBytes=268435456");
        using var slow = await RawSocket.OpenAsync(gateway.Address(), receiveBuffer: 4_096);
        var id = await SubscribeAsync(slow);
        Assert.True(gateway.Get<SessionRegistry>().TryGet(id, out var session));
        var sent = 0L;
        for (var i = 0; i < 40; i++)
        {
            sent = await PublishAsync(gateway.Cluster, 10);
        }

        await Eventually.TrueAsync(() => session.Outbox.IsStalled(TimeSpan.FromMilliseconds(100)), "a write has been under way for too long");
        gateway.Advance(1);
        var (seen, code) = await ReadToCloseAsync(slow);
        Assert.Equal(CloseCode.SlowConsumer, code);
        Assert.Equal(Numbers(1, seen.Count), seen);
        Assert.InRange(seen.Count, 0, sent - 1);
    }

    private static async Task<string> SubscribeAsync(RawSocket raw)
    {
        var greeting = JsonDocument.Parse((await raw.FrameAsync()).Payload).RootElement;
        await raw.SendAsync(RawSocket.Frame(0x81, Encoding.UTF8.GetBytes($$"""{"type":"subscribe","channels":["{{Flood}}"]}""")));
        while (!Encoding.UTF8.GetString((await raw.FrameAsync()).Payload).Contains("\"subscribed\"", StringComparison.Ordinal))
        {
            // Events of the dashboard.
        }

        return greeting.GetProperty("session").GetString()!;
    }

    private static async Task<(List<long> Seqs, int Code)> ReadToCloseAsync(RawSocket raw)
    {
        var seqs = new List<long>();
        while (true)
        {
            var (opcode, payload) = await raw.FrameAsync();
            if (opcode == 8)
            {
                return (seqs, (payload[0] << 8) | payload[1]);
            }

            if (opcode == 1 && JsonDocument.Parse(payload).RootElement is var frame && frame.GetProperty("type").GetString() == "message")
            {
                seqs.Add(frame.GetProperty("seq").GetInt64());
            }
        }
    }

    private static IEnumerable<long> Numbers(long first, int count) => Enumerable.Range(0, count).Select(i => first + i);

    private static async Task<long> PublishAsync(IClusterClient cluster, int count)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(Weight);
        var drafts = Enumerable.Range(0, count).Select(_ => new EventDraft(Guid.NewGuid().ToString("N"), "message", 1_800_000_000_000, "test", payload));
        return (await cluster.GetGrain<IChannelGrain>(Flood).Append([.. drafts])).Seqs[^1];
    }
}
