using Iskra.Channels;
using Iskra.Health;
using Iskra.Metrics;
using Iskra.Tests.Grains.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Grains.Health;

public class HealthGrainTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Iskra_measures_itself_from_what_gateways_report(int silos)
    {
        await using var rig = await MetricRig.StartAsync(silos);
        var health = rig.Grain<IHealthGrain>("connections");
        await health.Report(new GatewayCounts("g1", 10, 0, 10, 100, 1, 4, 40, 0));
        Assert.Equal(
            [("connection_latency_ms", 10.0, "iskra"), ("availability_percent", 100.0, "iskra"), ("error_rate_percent", 1.0, "iskra")],
            rig.Samples.Samples.Select(sample => (sample.Metric, sample.Value, sample.Source)));
        Assert.Equal(MetricState.Violation, (await rig.Grain<IMetricGrain>("error_rate_percent").Current())!.State);
    }

    [Fact]
    public async Task It_measures_every_five_seconds_however_many_gateways_report()
    {
        await using var rig = await MetricRig.StartAsync();
        var health = rig.Grain<IHealthGrain>("connections");
        for (var second = 0; second < 20; second++)
        {
            await health.Report(new GatewayCounts($"g{second % 5}", 0, 0, 0, 10, 0, 0, 0, 0));
            rig.AdvanceMs(1_000);
        }

        Assert.Equal(4, rig.Samples.Samples.Length);
    }

    [Fact]
    public async Task Nothing_to_measure_is_no_sample()
    {
        await using var rig = await MetricRig.StartAsync();
        await rig.Grain<IHealthGrain>("connections").Report(new GatewayCounts("g1", 0, 0, 0, 0, 0, 0, 0, 0));
        Assert.Empty(rig.Samples.Samples);
    }

    [Fact]
    public async Task A_store_that_is_away_is_no_fault_of_the_gateway_and_the_counts_stay()
    {
        await using var rig = await MetricRig.StartAsync();
        var health = rig.Grain<IHealthGrain>("connections");
        rig.Samples.IsAway = true;
        await health.Report(new GatewayCounts("g1", 0, 0, 0, 100, 100, 0, 0, 0));
        rig.Samples.IsAway = false;
        rig.AdvanceMs(5_000);
        await health.Report(new GatewayCounts("g1", 0, 0, 0, 100, 0, 0, 0, 0));
        Assert.Equal(50, Assert.Single(rig.Samples.Samples).Value);
    }

    [Fact]
    public async Task A_store_that_stops_to_answer_and_comes_back_is_told()
    {
        var store = new SwitchedStore();
        await using var rig = await MetricRig.StartAsync(1, services => services.AddSingleton<IStoreHealth>(store));
        var health = rig.Grain<IHealthGrain>("connections");
        await ReportAsync();
        Assert.Contains("\"component\":\"connections\"", await rig.NextDataAsync(ChannelName.Health), StringComparison.Ordinal);
        store.IsAway = true;
        await ReportAsync();
        var away = await rig.NextDataAsync(ChannelName.Health);
        Assert.Contains("\"component\":\"store\",\"status\":\"unhealthy\"", away, StringComparison.Ordinal);
        Assert.Contains("\"message\"", away, StringComparison.Ordinal);
        store.IsAway = false;
        var back = BackAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                await ReportAsync();
                return back.IsCompleted;
            },
            "the store is told to be back");
        Assert.Contains("\"component\":\"store\",\"status\":\"healthy\",\"latency_ms\":3", await back, StringComparison.Ordinal);

        // The clock of the test may run ahead of the channel's answer; then the outage is told twice.
        async Task<string> BackAsync()
        {
            string told;
            do
            {
                told = await rig.NextDataAsync(ChannelName.Health);
            }
            while (told.Contains("\"unhealthy\"", StringComparison.Ordinal));

            return told;
        }

        async Task ReportAsync()
        {
            rig.AdvanceMs(5_000);
            await health.Report(new GatewayCounts("g", 0, 0, 0, 100, 0, 0, 0, 0));
        }
    }

    private sealed class SwitchedStore : IStoreHealth
    {
        public bool IsAway { get; set; }

        public string Name => "test";

        public Task<TimeSpan?> ProbeAsync(CancellationToken cancellationToken) => Task.FromResult<TimeSpan?>(IsAway ? null : TimeSpan.FromMilliseconds(3));
    }
}
