using Iskra.Gateway.Observability;

namespace Iskra.Tests.Unit.Observability;

public sealed class NotificationMeterTests
{
    private readonly MetricRegistry _registry = new();
    private readonly ManualTime _time = new();

    [Fact]
    public void Tries_and_ends_are_counted_by_receiver_and_integration()
    {
        var meter = new NotificationMeter(_registry, _time);
        meter.Tried("team", "slack", hasFailed: true);
        meter.Tried("team", "slack", hasFailed: false);
        meter.Done("team", "slack", hasFailed: false);
        meter.Tried("sre", "pagerduty", hasFailed: true);
        meter.Done("sre", "pagerduty", hasFailed: true);
        var shown = Shown();
        Assert.Contains("iskra_notification_requests_total{receiver=\"team\",integration=\"slack\"} 2\n", shown);
        Assert.Contains("iskra_notification_requests_failed_total{receiver=\"team\",integration=\"slack\"} 1\n", shown);
        Assert.Contains("iskra_notifications_total{receiver=\"sre\",integration=\"pagerduty\"} 1\n", shown);
        Assert.Contains("iskra_notifications_failed_total{receiver=\"sre\",integration=\"pagerduty\"} 1\n", shown);
    }

    [Fact]
    public void What_may_fail_is_there_with_0_before_it_fails()
    {
        var meter = new NotificationMeter(_registry, _time);
        meter.Tried("team", "slack", hasFailed: false);
        meter.Done("team", "slack", hasFailed: false);
        Assert.Contains("iskra_notifications_failed_total{receiver=\"team\",integration=\"slack\"} 0\n", Shown());
        Assert.Contains("iskra_notification_requests_failed_total{receiver=\"team\",integration=\"slack\"} 0\n", Shown());
    }

    [Fact]
    public void An_outbox_is_shown_where_it_lives_and_its_age_grows_by_itself()
    {
        var meter = new NotificationMeter(_registry, _time);
        meter.Waiting("team", 3, _time.GetUtcNow());
        _time.Advance(TimeSpan.FromSeconds(90));
        Assert.Contains("iskra_notification_outbox_depth{receiver=\"team\"} 3\n", Shown());
        Assert.Contains("iskra_notification_outbox_oldest_seconds{receiver=\"team\"} 90\n", Shown());
        meter.Waiting("team", 0, null);
        Assert.Contains("iskra_notification_outbox_oldest_seconds{receiver=\"team\"} 0\n", Shown());
        meter.Left("team");
        Assert.DoesNotContain("receiver=\"team\"", Shown());
    }

    [Fact]
    public void The_number_of_outboxes_shown_is_bounded()
    {
        var meter = new NotificationMeter(_registry, _time);
        for (var i = 0; i < MetricFamily<Gauge>.MaxSeries + 5; i++) meter.Waiting($"r{i:d3}", 1, null);
        Assert.Equal(MetricFamily<Gauge>.MaxSeries, Shown().Split("iskra_notification_outbox_depth{").Length - 1);
        meter.Waiting("r000", 7, null);
        Assert.Contains("iskra_notification_outbox_depth{receiver=\"r000\"} 7\n", Shown());
    }

    private string Shown()
    {
        var writer = new ExpositionWriter(isOpenMetrics: false);
        _registry.WriteTo(writer);
        return writer.ToString();
    }
}
