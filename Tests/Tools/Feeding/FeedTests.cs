using System.Collections.Concurrent;
using System.Text.Json;
using Iskra.Tests.Tools.Support;
using Iskra.Tools.Exposition;
using Iskra.Tools.Feeding;

namespace Iskra.Tests.Tools.Feeding;

public sealed class FeedTests
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<string> _log = new();
    private readonly SampleQueue _queue = new(SampleQueue.DefaultCapacity);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Feed Create(TextExporter exporter, ISampleReporter reporter, string mapping) => new(
        new ExporterClient(exporter.Address, Waiting.Limit, ExpositionLimits.Default),
        MappingParser.Parse([mapping]),
        reporter,
        _queue,
        _log.Enqueue,
        TimeProvider.System,
        new Random(1));

    private static SocketReporter Reporter(FakeGateway gateway, string? token = null) => new(gateway.Socket, token, "test", Waiting.Limit);

    [Fact]
    public async Task The_mapped_series_arrive_as_samples_with_time_and_source()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var exporter = await TextExporter.StartAsync("load1 0.25 1700000000000\nother 1\n");
        await using var reporter = Reporter(gateway, "secret");
        var feed = Create(exporter, reporter, "load1=load");

        Assert.True(await feed.FetchAsync(Cancellation));
        await feed.FlushAsync(Cancellation).Soon();

        var sample = Assert.Single((await gateway.NextAsync("bulk_metrics")).GetProperty("data").EnumerateArray());
        Assert.Equal("""{"metric":"load","value":0.25,"timestamp":1700000000000,"source":"test"}""", sample.GetRawText());
        Assert.Equal("Bearer secret", Assert.Single(gateway.Tokens));
        Assert.Equal(1, feed.Acknowledged);
    }

    [Fact]
    public async Task A_feed_leaves_the_channel_that_its_dashboard_brought()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Dashboard = "seams";
        await using var exporter = await TextExporter.StartAsync("a 1\n");
        await using var reporter = Reporter(gateway);
        var feed = Create(exporter, reporter, "a=a");

        await feed.FetchAsync(Cancellation);
        await feed.FlushAsync(Cancellation).Soon();

        Assert.Equal("""["seams"]""", (await gateway.NextAsync("unsubscribe")).GetProperty("channels").GetRawText());
    }

    [Fact]
    public async Task Samples_reach_a_server_over_HTTP_too()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var exporter = await TextExporter.StartAsync("a 1\nb 2\n");
        await using var reporter = new HttpReporter(gateway.Http, null, "test", Waiting.Limit);
        var feed = Create(exporter, reporter, "a=a,b=b");

        await feed.FetchAsync(Cancellation);
        await feed.FlushAsync(Cancellation).Soon();

        Assert.Equal(2, (await gateway.NextAsync("post")).GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task A_missing_series_is_named_once_and_its_return_too()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var exporter = await TextExporter.StartAsync("a 1\n");
        await using var reporter = Reporter(gateway);
        var feed = Create(exporter, reporter, "a=a,b=b");

        Assert.False(await feed.FetchAsync(Cancellation));
        Assert.False(await feed.FetchAsync(Cancellation));
        exporter.Text = "a 1\nb 2\n";
        Assert.True(await feed.FetchAsync(Cancellation));

        Assert.Equal(["b is missing: the exporter has no such series.", "b is there again."], _log);
    }

    [Fact]
    public async Task An_exporter_that_writes_nonsense_is_reported_and_followed_on()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var exporter = await TextExporter.StartAsync("<html>");
        await using var reporter = Reporter(gateway);
        var feed = Create(exporter, reporter, "a=a");

        Assert.False(await feed.FetchAsync(Cancellation));
        exporter.Text = "a 1\n";
        Assert.True(await feed.FetchAsync(Cancellation));

        Assert.Equal(2, _log.Count);
        Assert.StartsWith("The exporter: line 1", _log.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Samples_whose_acknowledgement_was_lost_are_reported_again_after_reconnecting()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var exporter = await TextExporter.StartAsync("a 1 5\n");
        await using var reporter = Reporter(gateway);
        var feed = Create(exporter, reporter, "a=a");
        var broken = 0;
        gateway.Answer = frame =>
        {
            if (frame.GetProperty("type").GetString() != "bulk_metrics" || Interlocked.Increment(ref broken) > 1)
            {
                return null;
            }

            gateway.BreakConnections();
            return [];
        };

        await feed.FetchAsync(Cancellation);
        await feed.FlushAsync(Cancellation).Soon();

        Assert.Equal(1, feed.Acknowledged);
        Assert.Equal(2, broken);
        Assert.Equal("The server takes samples again.", _log.Last());
    }

    [Theory]
    [InlineData("overloaded", 0, 1)]
    [InlineData("invalid_field", 1, 0)]
    public async Task A_refusal_that_passes_is_tried_again_and_one_that_stays_is_reported(string code, int logged, int acknowledged)
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var exporter = await TextExporter.StartAsync("a 1\n");
        await using var reporter = Reporter(gateway);
        var feed = Create(exporter, reporter, "a=a");
        var refusals = 0;
        gateway.Answer = frame => frame.GetProperty("type").GetString() == "bulk_metrics" && Interlocked.Increment(ref refusals) == 1
            ? [JsonSerializer.Serialize(new { type = "error", code, message = "because", retry_after = 0.1, @ref = frame.GetProperty("ref") })]
            : null;

        await feed.FetchAsync(Cancellation);
        await feed.FlushAsync(Cancellation).Soon();

        Assert.Equal(0, _queue.Count);
        Assert.Equal(acknowledged, feed.Acknowledged);
        Assert.Equal(logged, _log.Count(line => line.Contains("which are dropped: invalid_field: because", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_feed_runs_until_it_is_stopped()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var exporter = await TextExporter.StartAsync("a 1\n");
        await using var reporter = Reporter(gateway);
        var feed = Create(exporter, reporter, "a=a");
        using var stop = new CancellationTokenSource();

        var running = feed.RunAsync(Every, stop.Token);
        await gateway.NextAsync("bulk_metrics");
        await gateway.NextAsync("bulk_metrics");
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.Soon());
    }
}
