using System.Diagnostics;
using System.Globalization;
using Iskra.Gateway.Observability;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Unit.Observability;

public sealed class ExpositionTests
{
    [Fact]
    public void A_histogram_is_written_with_cumulated_buckets()
    {
        var registry = new MetricRegistry();
        var histogram = registry.Histogram("t_seconds", "Times.", [0.001, 0.01], "path").With("a\"b\\c\nd");
        histogram.Observe(1_000);
        histogram.Observe(1_001);
        histogram.Observe(20_000, count: 2);
        const string Label = "path=\"a\\\"b\\\\c\\nd\"";
        Assert.Equal(
            $"# HELP t_seconds Times.\n# TYPE t_seconds histogram\nt_seconds_bucket{{{Label},le=\"0.001\"}} 1\nt_seconds_bucket{{{Label},le=\"0.01\"}} 2\n"
            + $"t_seconds_bucket{{{Label},le=\"+Inf\"}} 4\nt_seconds_sum{{{Label}}} 0.042001\nt_seconds_count{{{Label}}} 4\n",
            Write(registry, isOpenMetrics: false));
    }

    [Fact]
    public void OpenMetrics_names_the_family_of_a_counter_without_its_suffix_and_ends_the_text()
    {
        var registry = new MetricRegistry();
        registry.Counter("x_total", "Things.", "kind").With("a").Add(3);
        Assert.Equal("# HELP x Things.\n# TYPE x counter\nx_total{kind=\"a\"} 3\n# EOF\n", Write(registry, isOpenMetrics: true));
        Assert.Equal("# HELP x_total Things.\n# TYPE x_total counter\nx_total{kind=\"a\"} 3\n", Write(registry, isOpenMetrics: false));
    }

    [Fact]
    public void Label_combinations_are_bounded()
    {
        var family = new MetricRegistry().Counter("x_total", "Things.", "kind");
        for (var i = 0; i < MetricFamily<Counter>.MaxSeries + 50; i++) family.With(i.ToString(CultureInfo.InvariantCulture)).Increment();
        Assert.Equal(MetricFamily<Counter>.MaxSeries + 1, family.Series().Count);
        Assert.Equal(50, family.With("other").Value);
    }

    [Fact]
    public void A_quantile_lies_within_its_bucket()
    {
        var histogram = new Histogram([0.001, 0.01, 0.1]);
        histogram.Observe(500, count: 99);
        histogram.Observe(50_000);
        Assert.InRange(histogram.Quantile(histogram.Counts(), 0.5), 0, 0.001);
        Assert.InRange(histogram.Quantile(histogram.Counts(), 0.999), 0.01, 0.1);
        Assert.Equal(0, histogram.Quantile([0, 0, 0, 0], 0.5));
    }

    [Theory]
    [InlineData("", ExpositionWriter.PrometheusContentType)]
    [InlineData("*/*", ExpositionWriter.PrometheusContentType)]
    [InlineData("application/json", "application/json")]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", ExpositionWriter.PrometheusContentType)]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1", ExpositionWriter.OpenMetricsContentType)]
    [InlineData("text/plain;version=0.0.4;q=1,application/openmetrics-text;q=0.5", ExpositionWriter.PrometheusContentType)]
    [InlineData("application/json;q=0,*/*", ExpositionWriter.PrometheusContentType)]
    [InlineData("nonsense", ExpositionWriter.PrometheusContentType)]
    public void The_format_follows_Accept(string accept, string expected) => Assert.Equal(expected, MetricsEndpoint.Choose(accept));

    [Fact]
    public void Every_name_of_the_contract_is_there()
    {
        var text = Write(Registry(), isOpenMetrics: false);
        foreach (var name in new[]
        {
            "realtime_connections_active", "realtime_events_total", "realtime_event_latency_seconds", "realtime_errors_total", "realtime_reconnect_total",
            "realtime_connection_uptime", "realtime_events_per_second", "websocket_connections_total", "websocket_avg_latency_seconds",
            "websocket_max_latency_seconds", "websocket_errors_total", "websocket_reconnections_total", "websocket_voice_alerts_total",
            "websocket_heartbeats_total", "orleans_activations", "db_client_operation_duration_seconds",
        })
        {
            Assert.Contains($"# TYPE {name} ", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Promtool_finds_nothing_to_complain_about()
    {
        const string Promtool = "/usr/bin/promtool";
        Assert.SkipUnless(File.Exists(Promtool), "promtool of Debian's package prometheus is not installed.");
        using var process = Process.Start(new ProcessStartInfo(Promtool, "check metrics") { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })!;
        await process.StandardInput.WriteAsync(Write(Registry(), isOpenMetrics: false));
        process.StandardInput.Close();
        var complaints = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)
            + await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0 && complaints.Length == 0, complaints);
    }

    private static MetricRegistry Registry()
    {
        var registry = new MetricRegistry();
        ProcessMetrics.Declare(registry);
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var bridge = new MeterBridge(registry, services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        var metrics = new RealtimeMetrics(registry, TimeProvider.System);
        var endpoint = metrics.Endpoint("pulse");
        endpoint.Accepted(TimeProvider.System.GetTimestamp());
        endpoint.RoundTrip(TimeSpan.FromMilliseconds(3));
        endpoint.Reconnected();
        metrics.EventsOf("metrics").Increment();
        metrics.EventLatency.Observe(700);
        metrics.ErrorAnswered(ErrorCode.InvalidJson);
        metrics.ConnectionError("reset");
        metrics.VoiceAlerts.With("kain", "warning").Increment();
        metrics.Refresh();
        return registry;
    }

    private static string Write(MetricRegistry registry, bool isOpenMetrics)
    {
        var writer = new ExpositionWriter(isOpenMetrics);
        registry.WriteTo(writer);
        return writer.ToString();
    }
}
