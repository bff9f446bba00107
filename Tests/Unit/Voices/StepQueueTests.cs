using Iskra.Metrics;
using Iskra.Voices;

namespace Iskra.Tests.Unit.Voices;

public sealed class StepQueueTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Beyond_the_bound_the_newest_step_takes_in_what_comes()
    {
        var waiting = new List<MetricStep>();
        for (var i = 0; i < IChorusGrain.MaxSteps; i++) StepQueue.Add(waiting, Step(("chaos", i, i)));
        Assert.Equal(IChorusGrain.MaxSteps, waiting.Count);
        StepQueue.Add(waiting, Step(("trust", 0.5, 100)));
        StepQueue.Add(waiting, Step(("chaos", 0.9, 101)));
        Assert.Equal(IChorusGrain.MaxSteps, waiting.Count);
        Assert.Equal(["chaos 0.9", "trust 0.5"], waiting[^1].Samples.Select(sample => $"{sample.Metric} {sample.Value}"));
        Assert.Equal(62, waiting[^2].Samples[0].Value);
    }

    [Fact]
    public void Events_and_requests_of_joined_steps_are_kept()
    {
        var waiting = new List<VoiceStep>();
        for (var i = 0; i < IChorusGrain.MaxSteps; i++) StepQueue.Add(waiting, new VoiceStep([], [new EventCount("a", 1)], Asked: "stimulate"));
        StepQueue.Add(waiting, new VoiceStep(VoiceBench.Readings(("chaos", 0.9)), [new EventCount("a", 2), new EventCount("b", 3)]));
        Assert.Equal(IChorusGrain.MaxSteps, waiting.Count);
        Assert.Equal([new EventCount("a", 3), new EventCount("b", 3)], waiting[^1].Events);
        Assert.Equal("stimulate", waiting[^1].Asked);
        Assert.Single(waiting[^1].Readings);
    }

    private static MetricStep Step(params (string Metric, double Value, int Second)[] samples) =>
        new([.. samples.Select(sample => new Sample(sample.Metric, sample.Value, Start.AddSeconds(sample.Second), "test"))], false);
}
