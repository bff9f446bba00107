using System.Text.Json;
using Iskra.Channels;
using Iskra.Tests.Gateway.Sockets;

namespace Iskra.Tests.Gateway.Live;

/// <summary>The life of a stream of server-sent events (protocol section 5).</summary>
public sealed class SseLifeTests
{
    private const string Channel = "log/stream";
    private const string Path = $"/api/v2/events/stream?channels={Channel}";

    [Fact]
    public async Task A_silent_stream_carries_a_comment_every_30_seconds()
    {
        await using var gateway = await ClockedGateway.StartAsync();
        using var stream = await SseLines.OpenAsync(gateway.Http(Path));
        await stream.BegunAsync();
        var begun = gateway.Time.Elapsed;
        for (var i = 0; i < 5; i++)
        {
            var comment = CommentAsync(stream);
            await Eventually.TrueAsync(
                () =>
                {
                    gateway.Advance(comment.IsCompleted ? 0 : 1);
                    return comment.IsCompleted;
                },
                "a comment comes");
            Assert.Equal(": heartbeat", await comment);
        }

        // What the clock does between a comment and its arrival is not silence.
        Assert.InRange((gateway.Time.Elapsed - begun).TotalSeconds, 5 * 30, 5 * 300);
    }

    private static async Task<string?> CommentAsync(SseLines stream)
    {
        string? line;
        do
        {
            line = await stream.LineAsync();
        }
        while (line is "" or ":");
        return line;
    }

    [Fact]
    public async Task The_id_of_an_event_continues_after_it()
    {
        await using var gateway = await TestGateway.StartAsync();
        string id;
        using (var stream = await SseLines.OpenAsync(gateway.Http(Path)))
        {
            await stream.BegunAsync();
            await PublishAsync(gateway.Cluster, 3, "");
            Assert.Equal(1, (await stream.EventAsync("message")).GetProperty("seq").GetInt64());
            Assert.Equal(2, (await stream.EventAsync("message")).GetProperty("seq").GetInt64());
            id = stream.LastId!;
        }

        await PublishAsync(gateway.Cluster, 2, "");
        using var again = await SseLines.OpenAsync(gateway.Http(Path), id);
        for (var seq = 3; seq <= 5; seq++)
        {
            Assert.Equal(seq, (await again.EventAsync("message")).GetProperty("seq").GetInt64());
        }
    }

    [Fact]
    public async Task A_reader_that_stops_reading_is_let_go_and_its_last_id_continues_without_a_gap()
    {
        // On a clock that stands nobody is cut for reading the end late.
        await using var gateway = await ClockedGateway.StartAsync("--Gateway:OutboxBytes=262144");
        await using var other = await TestSocket.ConnectAsync(gateway.Address());
        await other.SubscribeAsync(Channel);
        using var stream = await SseLines.OpenAsync(gateway.Http(Path));
        await stream.BegunAsync();
        var weight = new string('x', 50_000);
        var sent = 0L;
        for (var i = 0; i < 100; i++)
        {
            // As many as an outbox holds, so that whoever reads is never slow, however late.
            sent = await PublishAsync(gateway.Cluster, 4, weight);
            await other.SeqsAsync(Channel, 4);
        }

        var seen = 0L;
        var last = string.Empty;
        while (await stream.LineAsync() is { } line)
        {
            last = line.Length > 0 ? line : last;
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                Assert.Equal(++seen, JsonDocument.Parse(line[6..]).RootElement.GetProperty("seq").GetInt64());
            }
        }

        Assert.StartsWith("retry: ", last, StringComparison.Ordinal);
        Assert.InRange(seen, 1, sent - 1);
        using var again = await SseLines.OpenAsync(gateway.Http(Path), stream.LastId);
        for (var next = seen + 1; next <= sent; next++)
        {
            Assert.Equal(next, (await again.EventAsync("message")).GetProperty("seq").GetInt64());
        }
    }

    private static async Task<long> PublishAsync(IClusterClient cluster, int count, string data)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(data);
        var drafts = Enumerable.Range(0, count).Select(_ => new EventDraft(Guid.NewGuid().ToString("N"), "message", 1_800_000_000_000, "test", payload));
        return (await cluster.GetGrain<IChannelGrain>(Channel).Append([.. drafts])).Seqs[^1];
    }
}
