using Iskra.Health;

namespace Iskra.Tests.Unit.Health;

public class HealthWindowTests
{
    private readonly HealthWindow _window = new();

    [Fact]
    public void Without_reports_there_is_nothing_to_measure() =>
        Assert.Equal(new HealthSummary(null, null, null), _window.Summarize(Seconds(0)));

    [Fact]
    public void A_gateway_without_traffic_measures_nothing()
    {
        Add("g1", 0);
        Assert.Equal(new HealthSummary(null, null, null), _window.Summarize(Seconds(0)));
    }

    [Fact]
    public void The_round_trip_is_the_mean_over_all_heartbeats_of_all_gateways()
    {
        Add("g1", 0, roundTrips: 3, roundTripTotalMs: 30);
        Add("g2", 1, roundTrips: 1, roundTripTotalMs: 50);
        Assert.Equal(20, _window.Summarize(Seconds(1)).LatencyMs);
    }

    [Fact]
    public void The_error_rate_is_the_share_of_frames_answered_with_an_error()
    {
        Add("g1", 0, frames: 90, errors: 1);
        Add("g2", 0, frames: 110, errors: 1);
        Assert.Equal(1, _window.Summarize(Seconds(0)).ErrorRatePercent);
    }

    [Fact]
    public void A_few_bad_frames_on_an_idle_server_are_a_share_of_a_hundred()
    {
        Add("g1", 0, frames: 2, errors: 1);
        Assert.Equal(1, _window.Summarize(Seconds(0)).ErrorRatePercent);
        Add("g1", 1, frames: HealthWindow.MinFrames - 1, errors: 1);
        Assert.Equal(100 * 2.0 / (HealthWindow.MinFrames + 1), _window.Summarize(Seconds(1)).ErrorRatePercent);
    }

    [Fact]
    public void Availability_is_the_share_of_connections_that_did_not_fail()
    {
        // 60 were open before, 40 came within the window, 5 of the 100 failed.
        Add("g1", 0, accepted: 20, open: 80);
        Add("g1", 5, accepted: 20, failed: 5, open: 95);
        Assert.Equal(95, _window.Summarize(Seconds(5)).AvailabilityPercent);
    }

    [Fact]
    public void A_connection_that_breaks_on_an_idle_server_is_one_of_a_hundred()
    {
        Add("g1", 0, accepted: 2, failed: 1, open: 1);
        Assert.Equal(99, _window.Summarize(Seconds(0)).AvailabilityPercent);
        Add("g1", 1, accepted: HealthWindow.MinAvailable - 1, failed: 1, open: HealthWindow.MinAvailable - 1);
        Assert.Equal(100 - (100 * 2.0 / (HealthWindow.MinAvailable + 1)), _window.Summarize(Seconds(1)).AvailabilityPercent);
    }

    [Fact]
    public void Open_connections_that_do_not_fail_are_available()
    {
        Add("g1", 0, open: 10);
        Assert.Equal(100, _window.Summarize(Seconds(0)).AvailabilityPercent);
    }

    [Fact]
    public void No_share_lies_outside_0_to_100()
    {
        Add("g1", 0, failed: 110, errors: 209, frames: 103);
        var summary = _window.Summarize(Seconds(0));
        Assert.Equal((0.0, 100.0), (summary.AvailabilityPercent, summary.ErrorRatePercent));
    }

    [Fact]
    public void What_is_sixty_seconds_old_no_longer_counts()
    {
        Add("g1", 0, frames: 100, errors: 100);
        Add("g1", 30, frames: 100);
        Assert.Equal(50, _window.Summarize(Seconds(59.999)).ErrorRatePercent);
        Assert.Equal(0, _window.Summarize(Seconds(60)).ErrorRatePercent);
    }

    [Fact]
    public void A_gateway_that_stops_reporting_drops_out()
    {
        Add("g1", 0, open: 10);
        Add("g2", 30, open: 10);
        Assert.Equal(2, _window.Gateways);
        _window.Summarize(Seconds(60));
        Assert.Equal(1, _window.Gateways);
        Assert.Null(_window.Summarize(Seconds(90)).AvailabilityPercent);
    }

    [Fact]
    public void A_gateway_that_reports_too_often_loses_nothing()
    {
        for (var number = 0; number < HealthWindow.MaxReports + 10; number++) Add("g1", number * 0.1, frames: 1, accepted: 1, open: number + 1);
        var summary = _window.Summarize(Seconds(5));
        Assert.Equal(0, summary.ErrorRatePercent);
        Assert.Equal(100, summary.AvailabilityPercent);
        Add("g1", 6, errors: HealthWindow.MaxReports + 10);
        Assert.Equal(HealthWindow.MaxReports + 10, _window.Summarize(Seconds(6)).ErrorRatePercent);
    }

    [Fact]
    public void At_the_bound_a_further_gateway_is_left_out_until_one_falls_silent()
    {
        for (var number = 0; number < HealthWindow.MaxGateways; number++) Assert.True(Add($"g{number}", 0));
        Assert.False(Add("one more", 1));
        Assert.True(Add("one more", 60));
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private bool Add(
        string gateway,
        double atSeconds,
        long accepted = 0,
        long failed = 0,
        long open = 0,
        long frames = 0,
        long errors = 0,
        long roundTrips = 0,
        double roundTripTotalMs = 0) => _window.Add(
            new GatewayCounts(gateway, accepted, failed, open, frames, errors, roundTrips, roundTripTotalMs, 0),
            Seconds(atSeconds));
}
