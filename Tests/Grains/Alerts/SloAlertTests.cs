using Iskra.Alerts;
using Iskra.Channels;
using Iskra.Health;
using Iskra.Tests.Grains.Metrics;

namespace Iskra.Tests.Grains.Alerts;

public sealed class SloAlertTests
{
    private static Task<MetricRig> StartAsync(int silos = 1) => MetricRig.StartAsync(silos, services => services.AddIskraAlerts(AlertSettings.Default));

    private static ISloAlertGrain Slo(MetricRig rig) => rig.Grain<ISloAlertGrain>(ISloAlertGrain.Key);

    private static IAlertIndexGrain Index(MetricRig rig) => rig.Grain<IAlertIndexGrain>(IAlertIndexGrain.Key);

    private static async Task<string[]> PrioritiesAsync(MetricRig rig) => [.. (await Index(rig).Query(AlertQuery.All)).Select(alert => alert.Priority)];

    private static async Task ObserveStoredAsync(MetricRig rig, double value)
    {
        rig.AdvanceMs(10);
        rig.Samples.Put(rig.Sample("pain", value));
        await rig.ObserveAsync("pain", value);
    }

    private static Task BecomesAsync(MetricRig rig, params string[] priorities) => Eventually.TrueAsync(
        async () =>
        {
            rig.AdvanceMs(100);
            var now = await PrioritiesAsync(rig);
            return Enumerable.SequenceEqual(priorities, now);
        },
        $"the alerts are [{string.Join(", ", priorities)}]");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_metric_that_leaves_its_band_becomes_an_alert(int silos)
    {
        await using var rig = await StartAsync(silos);
        await ObserveStoredAsync(rig, 0.3);
        await Slo(rig).Follow();
        await ObserveStoredAsync(rig, 0.71);
        Assert.Equal("alert_created", (await rig.NextAsync(ChannelName.Alerts)).Type);
        await BecomesAsync(rig, "P0");
        await ObserveStoredAsync(rig, 0.65);
        await BecomesAsync(rig, "P1");
        await ObserveStoredAsync(rig, 0.3);
        await BecomesAsync(rig);
    }

    [Fact]
    public async Task A_change_while_nobody_followed_is_found_in_the_log()
    {
        await using var rig = await StartAsync();
        await ObserveStoredAsync(rig, 0.71);
        await Slo(rig).Follow();
        await BecomesAsync(rig, "P0");

        // The alert is posted before it is stored how far the channel was read; who dies in between takes the states as they are then.
        await rig.AdvanceUntilAsync(
            100, () => rig.States.State<SloAlertState>("slo-alert", ISloAlertGrain.Key) is { Position.Seq: 1 }, "it is stored that the change was read");
        await rig.Engine.DeactivateAllAsync();
        await rig.Grain<IChannelGrain>(ChannelName.Slo).Append(
        [
            new EventDraft("x", "slo_changed", rig.Time.GetUtcNow().ToUnixTimeMilliseconds(), "metrics", """{"metric":"pain","from":"critical","to":"warning","value":0.65}"""u8.ToArray()),
        ]);
        await Slo(rig).Follow();
        await BecomesAsync(rig, "P1");
    }

    [Fact]
    public async Task The_first_start_takes_the_states_as_they_are()
    {
        await using var rig = await StartAsync();
        rig.Samples.Put(rig.Sample("trust", 0.3));
        await Slo(rig).Follow();
        await BecomesAsync(rig, "P0");
    }

    [Fact]
    public async Task A_connection_layer_that_is_not_well_raises_an_alert_and_says_so()
    {
        await using var rig = await StartAsync();
        var health = rig.Grain<IHealthGrain>("connections");
        await health.Report(new GatewayCounts("g", 100, 0, 100, 100, 0, 10, 100, 0));
        Assert.Contains("\"status\":\"healthy\"", await rig.NextDataAsync(ChannelName.Health), StringComparison.Ordinal);
        rig.AdvanceMs(5_000);
        await health.Report(new GatewayCounts("g", 0, 0, 100, 100, 50, 10, 100, 3));
        Assert.Contains("\"status\":\"unhealthy\"", await rig.NextDataAsync(ChannelName.Health), StringComparison.Ordinal);
        Assert.Contains(await Index(rig).Query(AlertQuery.All), alert => alert.Labels["alertname"] == "ConnectionHealth" && alert.Priority == "P0");
        rig.AdvanceMs(61_000);
        await health.Report(new GatewayCounts("g", 0, 0, 100, 100, 0, 10, 100, 3));
        Assert.Contains("\"status\":\"degraded\"", await rig.NextDataAsync(ChannelName.Health), StringComparison.Ordinal);
        Assert.Contains(await Index(rig).Query(AlertQuery.All), alert => alert.Labels["alertname"] == "ConnectionHealth" && alert.Priority == "P1");
        rig.Time.Advance(TimeSpan.FromHours(1));
        Assert.DoesNotContain(await Index(rig).Query(AlertQuery.All), alert => alert.Labels["alertname"] == "ConnectionHealth");
    }
}
