using System.Text.Json;
using Iskra.Gateway.Hosting;
using Iskra.Tests.Tools.Support;
using Iskra.Tools.Exposition;
using Iskra.Tools.Feeding;
using Iskra.Tools.Loading;
using Iskra.Tools.Monitoring;
using Iskra.Tools.Wire;
using Monitor = Iskra.Tools.Monitoring.Monitor;

namespace Iskra.Tests.Tools.Server;

/// <summary>The tools against the real server: both speak the same protocol.</summary>
public sealed class ServerTests(IskraServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_monitor_finds_all_three_dashboards_well()
    {
        Dashboard[] dashboards =
        [
            new("pulse", server.AddressOf(ListenPort.Pulse)),
            new("seams", server.AddressOf(ListenPort.Seams)),
            new("voices", server.AddressOf(ListenPort.Voices)),
        ];

        var report = await new Monitor(dashboards, null, Waiting.Limit, TextWriter.Null, TimeProvider.System).RunOnceAsync(Cancellation);

        // How long it took is for the operator to judge; on a busy machine it says nothing about the server.
        Assert.Equal(15, report.Checks.Count);
        Assert.All(report.Checks, check => Assert.Null(check.Message));
    }

    [Fact]
    public async Task What_a_feed_reports_reaches_those_who_watch()
    {
        await using var exporter = await TextExporter.StartAsync("queue_length{queue=\"a\"} 3\nqueue_length{queue=\"b\"} 4\n");
        await using var reporter = new SocketReporter(server.AddressOf(ListenPort.Pulse), null, "test", Waiting.Limit);
        using var client = new ExporterClient(exporter.Address, Waiting.Limit, ExpositionLimits.Default);
        var feed = new Feed(client, MappingParser.Parse(["sum(queue_length)=fed_queue"]), reporter, new SampleQueue(10), _ => { }, TimeProvider.System, new Random(1));
        var seen = new TaskCompletionSource<double>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var watcher = await FrameClient.ConnectAsync(server.AddressOf(ListenPort.Voices), null, Watch, Cancellation);
        await watcher.RequestAsync("subscribe", "subscribed", writer =>
        {
            writer.WriteStartArray("channels");
            writer.WriteStringValue("fed_queue");
            writer.WriteEndArray();
        }, Cancellation).Soon();

        Assert.True(await feed.FetchAsync(Cancellation));
        await feed.FlushAsync(Cancellation).Soon();

        Assert.Equal(1, feed.Acknowledged);
        Assert.Equal(7, await seen.Task.Soon());

        void Watch(JsonElement frame)
        {
            if (frame.TryGetProperty("channel", out var channel) && channel.GetString() == "fed_queue"
                && frame.GetProperty("data").TryGetProperty("fed_queue", out var value))
            {
                seen.TrySetResult(value.GetDouble());
            }
        }
    }

    [Fact]
    public async Task A_metric_that_Iskra_measures_itself_is_refused_and_the_feed_says_so()
    {
        await using var exporter = await TextExporter.StartAsync("a 1\n");
        await using var reporter = new SocketReporter(server.AddressOf(ListenPort.Pulse), null, "test", Waiting.Limit);
        using var client = new ExporterClient(exporter.Address, Waiting.Limit, ExpositionLimits.Default);
        var log = new List<string>();
        var feed = new Feed(client, MappingParser.Parse(["a=availability_percent"]), reporter, new SampleQueue(10), log.Add, TimeProvider.System, new Random(1));

        await feed.FetchAsync(Cancellation);
        await feed.FlushAsync(Cancellation).Soon();

        Assert.Equal(0, feed.Acknowledged);
        Assert.Contains("forbidden", Assert.Single(log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_request_of_a_small_load_is_answered()
    {
        var run = new LoadRun(new LoadSettings(server.AddressOf(ListenPort.Pulse), null, 10, 20, TimeSpan.FromSeconds(1), true, ["clarity"]), TimeProvider.System);

        await run.RunAsync(Cancellation).Soon();

        Assert.Empty(run.Result.Errors);
        Assert.Equal(run.Result.Sent, run.Result.Replies.Count);
    }
}
