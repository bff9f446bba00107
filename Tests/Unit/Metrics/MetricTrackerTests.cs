using Iskra.Metrics;

namespace Iskra.Tests.Unit.Metrics;

public class MetricTrackerTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private readonly MetricTracker _tracker = new(MetricDeclarations.Default.Of("clarity"));

    [Fact]
    public void Before_the_first_sample_there_is_no_value() => Assert.Null(_tracker.Reading);

    [Fact]
    public void Only_a_newer_sample_changes_the_value()
    {
        Assert.True(Observe(0.8, 10));
        Assert.False(Observe(0.2, 9));
        Assert.False(Observe(0.2, 10));
        Assert.Equal(0.8, _tracker.Reading!.Value);
        Assert.True(Observe(0.2, 11));
        Assert.Equal((0.2, MetricState.Critical), (_tracker.Reading.Value, _tracker.Reading.State));
    }

    [Fact]
    public void Of_samples_that_the_server_stamped_with_the_same_time_the_later_one_is_newer()
    {
        Observe(0.8, 10, stamped: true);
        Assert.True(Observe(0.75, 10, stamped: true));
        Assert.False(Observe(0.6, 9, stamped: true));
        Assert.Equal(0.75, _tracker.Reading!.Value);
    }

    [Fact]
    public void The_same_value_is_newer_but_no_change()
    {
        Observe(0.8, 10);
        Assert.False(Observe(0.8, 11));
        Assert.Equal(Start.AddSeconds(11), _tracker.Reading!.Timestamp);
    }

    private bool Observe(double value, int second, bool stamped = false) =>
        _tracker.Observe(new Sample("clarity", value, Start.AddSeconds(second), "test"), stamped);
}
