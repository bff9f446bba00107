using Iskra.Channels;
using Iskra.Metrics;

namespace Iskra.Tests.Grains.Metrics;

public class LiveValueTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_first_watcher_sees_the_value_at_once(int silos)
    {
        await using var rig = await MetricRig.StartAsync(silos);
        await rig.ObserveAsync("clarity", 0.81);
        await rig.Grain<IMetricGrain>("clarity").Watch(Lease);
        var shown = await rig.NextAsync("clarity");
        Assert.Equal("metrics", shown.Type);
        Assert.Equal("""{"clarity":0.81}""", MetricRig.Text(shown.Data));
        Assert.Equal("\"state\":\"ok\"", MetricRig.Text(shown.Beside));
        Assert.Equal(rig.Time.GetUtcNow().ToUnixTimeMilliseconds(), shown.TimestampMs);
    }

    [Fact]
    public async Task A_gateway_that_attaches_starts_the_live_values()
    {
        await using var rig = await MetricRig.StartAsync();
        await rig.ObserveAsync("clarity", 0.81);
        await rig.Grain<IChannelGrain>("clarity").Attach("g1");
        Assert.Equal("""{"clarity":0.81}""", await rig.NextDataAsync("clarity"));
    }

    [Fact]
    public async Task Ten_updates_come_in_five_seconds_although_nothing_changes()
    {
        await using var rig = await MetricRig.StartAsync();
        await rig.ObserveAsync("clarity", 0.81);
        await rig.Grain<IMetricGrain>("clarity").Watch(Lease);
        await rig.NextAsync("clarity");
        for (var update = 1; update <= 10; update++)
        {
            rig.AdvanceMs(500);
            var shown = await rig.NextAsync("clarity");
            Assert.Equal(rig.Time.GetUtcNow().ToUnixTimeMilliseconds(), shown.TimestampMs);
        }

        Assert.Equal(11, rig.Appends.CountOf("clarity"));
    }

    [Fact]
    public async Task A_change_is_shown_within_100_ms_and_only_the_newest_value()
    {
        await using var rig = await MetricRig.StartAsync();
        await rig.ObserveAsync("clarity", 0.81);
        await rig.Grain<IMetricGrain>("clarity").Watch(Lease);
        await rig.NextAsync("clarity");
        for (var number = 0; number < 100; number++) await rig.ObserveAsync("clarity", (700 + number) / 1000.0);
        Assert.Equal(1, rig.Appends.CountOf("clarity"));
        rig.AdvanceMs(50);
        Assert.Equal("""{"clarity":0.799}""", await rig.NextDataAsync("clarity"));
        Assert.Equal(2, rig.Appends.CountOf("clarity"));
        rig.AdvanceMs(60);
        await rig.ObserveAsync("clarity", 0.4);
        var shown = await rig.NextAsync("clarity");
        Assert.Equal("\"state\":\"critical\"", MetricRig.Text(shown.Beside));
    }

    [Fact]
    public async Task Nothing_is_shown_while_nobody_watches_or_when_the_lease_has_ended()
    {
        await using var rig = await MetricRig.StartAsync();
        await rig.ObserveAsync("clarity", 0.81);
        rig.AdvanceMs(2_000);
        await rig.Grain<IMetricGrain>("clarity").Watch(TimeSpan.FromMilliseconds(600));
        await rig.NextAsync("clarity");
        rig.AdvanceMs(500);
        await rig.NextAsync("clarity");
        rig.AdvanceMs(5_000);
        await rig.ObserveAsync("clarity", 0.82);
        rig.AdvanceMs(5_000);
        await rig.Grain<IMetricGrain>("clarity").Watch(Lease);
        Assert.Equal("""{"clarity":0.82}""", await rig.NextDataAsync("clarity"));
        Assert.Equal(3, rig.Appends.CountOf("clarity"));
    }

    [Fact]
    public async Task A_refused_append_is_followed_by_the_newer_value()
    {
        await using var rig = await MetricRig.StartAsync();
        await rig.ObserveAsync("clarity", 0.81);
        var refused = new TaskCompletionSource();
        rig.Appends.Refuse = channel =>
        {
            if (channel == "clarity") refused.TrySetResult();
            return channel == "clarity" ? new RefusedException(ErrorCode.Overloaded, "The test refuses.") : null;
        };
        await rig.Grain<IMetricGrain>("clarity").Watch(Lease);
        await refused.Task.WaitAsync(TimeSpan.FromSeconds(10));
        rig.Appends.Refuse = null;
        await rig.ObserveAsync("clarity", 0.82);
        await rig.AdvanceUntilAsync(50, () => rig.Appends.CountOf("clarity") > 0, "a value is shown");
        Assert.Equal("""{"clarity":0.82}""", await rig.NextDataAsync("clarity"));
    }

    [Fact]
    public async Task A_metric_with_the_name_of_another_channel_does_not_write_there()
    {
        await using var rig = await MetricRig.StartAsync();
        var metric = rig.Grain<IMetricGrain>("alerts");
        Assert.Equal(MetricState.Ok, (await metric.Observe(rig.Sample("alerts", 3), stamped: true)).State);
        await metric.Watch(Lease);
        rig.AdvanceMs(5_000);
        Assert.Equal(3, (await metric.Current())!.Value);
        Assert.Equal(0, rig.Appends.CountOf("alerts"));
    }

    [Fact]
    public async Task A_late_sample_does_not_change_the_live_value()
    {
        await using var rig = await MetricRig.StartAsync();
        var metric = rig.Grain<IMetricGrain>("clarity");
        await metric.Observe(rig.Sample("clarity", 0.81), stamped: false);
        var reading = await metric.Observe(rig.Sample("clarity", 0.3, secondsFromNow: -1), stamped: false);
        Assert.Equal((0.81, MetricState.Ok), (reading.Value, reading.State));
    }

    [Fact]
    public async Task Without_a_sample_there_is_no_value()
    {
        await using var rig = await MetricRig.StartAsync();
        Assert.Null(await rig.Grain<IMetricGrain>("clarity").Current());
    }

    [Fact]
    public async Task After_a_restart_the_newest_stored_sample_is_the_live_value()
    {
        await using var rig = await MetricRig.StartAsync();
        rig.Samples.Put(rig.Sample("clarity", 0.9, -2), rig.Sample("clarity", 0.75, -1));
        var reading = await rig.Grain<IMetricGrain>("clarity").Current();
        Assert.Equal((0.75, MetricState.Ok), (reading!.Value, reading.State));
    }

    [Fact]
    public async Task A_store_that_is_away_when_a_metric_starts_is_read_when_it_is_back()
    {
        await using var rig = await MetricRig.StartAsync();
        rig.Samples.Put(rig.Sample("clarity", 0.75, secondsFromNow: 30));
        rig.Samples.AreReadsAway = true;
        var metric = rig.Grain<IMetricGrain>("clarity");
        Assert.Equal(0.81, (await metric.Observe(rig.Sample("clarity", 0.81), stamped: false)).Value);
        rig.Samples.AreReadsAway = false;
        var reads = rig.Samples.NewestReads;
        await rig.AdvanceUntilAsync(1_000, () => rig.Samples.NewestReads > reads, "the newest sample is read");
        Assert.Equal(0.75, (await metric.Observe(rig.Sample("clarity", 0.5, -60), stamped: false)).Value);
    }
}
