using Iskra.Metrics;

namespace Iskra.Tests.Unit.Metrics;

public class PulseRosterTests
{
    private readonly PulseRoster _roster = new();

    [Fact]
    public void At_the_bound_a_new_metric_is_left_out_while_all_are_reported()
    {
        Fill();
        Assert.Null(_roster.Include("one_more", PulseRoster.Silence));
        Assert.DoesNotContain("one_more", _roster.Metrics);
        Assert.Equal(PulseRoster.Limit, _roster.Metrics.Count);
    }

    [Fact]
    public void At_the_bound_a_new_metric_takes_the_place_of_the_one_that_fell_silent()
    {
        Fill();
        for (var number = 1; number < PulseRoster.Limit; number++) _roster.Include($"m{number}", TimeSpan.FromSeconds(1));
        Assert.Equal("m0", _roster.Include("one_more", PulseRoster.Silence + TimeSpan.FromTicks(1)));
        Assert.Contains("one_more", _roster.Metrics);
        Assert.Equal(PulseRoster.Limit, _roster.Metrics.Count);
    }

    private void Fill()
    {
        for (var number = 0; number < PulseRoster.Limit; number++) _roster.Include($"m{number}", TimeSpan.Zero);
    }
}
