using Iskra.Gateway.Observability;

namespace Iskra.Tests.Unit.Observability;

public sealed class RealtimeMetricsTests
{
    [Fact]
    public void Counts_for_the_cluster_are_what_happened_since_the_last_report()
    {
        var metrics = new RealtimeMetrics(new MetricRegistry(), TimeProvider.System);
        var pulse = metrics.Endpoint("pulse");
        pulse.Accepted(0);
        pulse.Accepted(0);
        pulse.Closed(0, hasFailed: true);
        metrics.FrameReceived();
        metrics.ErrorAnswered(ErrorCode.InvalidJson);
        pulse.RoundTrip(TimeSpan.FromMilliseconds(2));
        pulse.RoundTrip(TimeSpan.FromMilliseconds(4));
        metrics.HeartbeatMissed();
        var counts = metrics.TakeCounts("g");
        Assert.Equal(("g", 2L, 1L, 1L, 1L, 1L, 2L, 6.0, 1L), (counts.Gateway, counts.Accepted, counts.Failed, counts.Open, counts.Frames, counts.Errors, counts.RoundTrips, counts.RoundTripTotalMs, counts.HeartbeatsMissed));
        var next = metrics.TakeCounts("g");
        Assert.Equal((0L, 0L, 1L, 0L), (next.Accepted, next.Failed, next.Open, next.Frames));
        Assert.Equal(2, metrics.Peak);
    }

    [Fact]
    public void The_mean_age_is_that_of_the_open_connections()
    {
        var time = new SettableClock();
        var registry = new MetricRegistry();
        var pulse = new RealtimeMetrics(registry, time).Endpoint("pulse");
        var first = time.GetTimestamp();
        pulse.Accepted(first);
        time.Advance(TimeSpan.FromSeconds(10));
        var second = time.GetTimestamp();
        pulse.Accepted(second);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Contains("\nrealtime_connection_uptime 15\n", Text(registry), StringComparison.Ordinal);
        pulse.Closed(first, hasFailed: false);
        Assert.Contains("\nrealtime_connection_uptime 10\n", Text(registry), StringComparison.Ordinal);
    }

    [Fact]
    public void Round_trips_are_forgotten_after_two_minutes()
    {
        var time = new SettableClock();
        var window = new RoundTripWindow(time);
        window.Add(TimeSpan.FromSeconds(1));
        window.Add(TimeSpan.FromSeconds(3));
        Assert.Equal((2.0, 3.0), window.Read());
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal((2.0, 3.0), window.Read());
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal((0.0, 0.0), window.Read());
    }

    private static string Text(MetricRegistry registry)
    {
        var writer = new ExpositionWriter(isOpenMetrics: false);
        registry.WriteTo(writer);
        return writer.ToString();
    }
}
