using Iskra.Channels;
using Iskra.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Grains.Metrics;

public class PulseTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_pulse_shows_all_metrics_and_the_light_every_500_ms(int silos)
    {
        await using var rig = await MetricRig.StartAsync(silos);
        await rig.ObserveAsync("clarity", 0.8);
        await rig.ObserveAsync("pain", 0.65);
        await rig.Grain<IPulseGrain>("pulse").Watch(TimeSpan.FromMinutes(1));
        var first = await rig.NextAsync(ChannelName.Pulse);
        Assert.Equal("pulse", first.Type);
        Assert.Equal(
            """{"metrics":{"clarity":{"value":0.8,"state":"ok"},"pain":{"value":0.65,"state":"warning"}},"light":"yellow"}""",
            MetricRig.Text(first.Data));
        await rig.ObserveAsync("pain", 0.8);
        for (var update = 1; update <= 10; update++)
        {
            rig.AdvanceMs(500);
            Assert.EndsWith("\"light\":\"red\"}", await rig.NextDataAsync(ChannelName.Pulse), StringComparison.Ordinal);
        }

        Assert.Equal(11, rig.Appends.CountOf(ChannelName.Pulse));
    }

    [Fact]
    public async Task Without_values_the_pulse_is_green_and_empty()
    {
        await using var rig = await MetricRig.StartAsync();
        await rig.Grain<IPulseGrain>("pulse").Watch(TimeSpan.FromMinutes(1));
        Assert.Equal("""{"metrics":{},"light":"green"}""", await rig.NextDataAsync(ChannelName.Pulse));
    }

    [Fact]
    public async Task A_metric_that_is_not_declared_appears_when_it_is_reported()
    {
        await using var rig = await MetricRig.StartAsync();
        var pulse = rig.Grain<IPulseGrain>("pulse");
        await rig.ObserveAsync("load", 4);
        await rig.ObserveAsync("clarity", 0.8);
        await Eventually.TrueAsync(async () => (await pulse.Current()).Count == 2, "both metrics are in the summary");
        Assert.Equal(["clarity", "load"], (await pulse.Current()).Select(reading => reading.Metric));
    }

    [Fact]
    public async Task After_a_restart_a_metric_that_is_not_declared_makes_itself_known_again()
    {
        await using var rig = await MetricRig.StartAsync();
        await rig.ObserveAsync("load", 4);
        await rig.Engine.DeactivateAllAsync();
        await rig.ObserveAsync("load", 5);
        await Eventually.TrueAsync(async () => (await rig.Grain<IPulseGrain>("pulse").Current()).Count == 1, "the metric is in the summary");
    }

    [Fact]
    public async Task A_metric_that_hangs_does_not_hold_up_the_others()
    {
        var gate = new CallGate("pain", nameof(IMetricGrain.Current));
        await using var rig = await MetricRig.StartAsync(more: services => services.AddSingleton<IIncomingGrainCallFilter>(gate));
        await rig.ObserveAsync("clarity", 0.8);
        await rig.Grain<IPulseGrain>("pulse").Watch(TimeSpan.FromMinutes(1));

        // The clock moves while the others answer, so the first updates may be without them.
        var shown = string.Empty;
        for (var update = 0; update < 100 && !shown.Contains("clarity", StringComparison.Ordinal); update++)
        {
            await rig.AdvanceUntilAsync(250, () => rig.Appends.CountOf(ChannelName.Pulse) > update, "the pulse is shown");
            shown = await rig.NextDataAsync(ChannelName.Pulse);
        }

        gate.Open();
        Assert.Equal("""{"metrics":{"clarity":{"value":0.8,"state":"ok"}},"light":"green"}""", shown);
    }
}
