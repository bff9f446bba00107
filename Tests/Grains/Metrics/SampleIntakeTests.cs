using System.Collections.Immutable;
using Iskra.Channels;
using Iskra.Metrics;

namespace Iskra.Tests.Grains.Metrics;

public class SampleIntakeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Stored_samples_are_acknowledged_with_the_live_values_in_order(int silos)
    {
        await using var rig = await MetricRig.StartAsync(silos);
        var readings = await StoreAsync(rig, rig.Sample("pain", 0.71), rig.Sample("clarity", 0.8), rig.Sample("pain", 0.3));
        Assert.Equal(
            [("pain", 0.3, MetricState.Ok), ("clarity", 0.8, MetricState.Ok)],
            readings.Select(reading => (reading.Metric, reading.Value, reading.State)));
        Assert.Equal(3, rig.Samples.Samples.Length);
    }

    [Fact]
    public async Task A_store_that_is_away_is_overloaded_and_the_metrics_learn_nothing()
    {
        await using var rig = await MetricRig.StartAsync();
        rig.Samples.IsAway = true;
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => StoreAsync(rig, rig.Sample("clarity", 0.8)));
        Assert.Equal((ErrorCode.Overloaded, 1.0), (refusal.Code, refusal.RetryAfterSeconds));
        Assert.Null(await rig.Grain<IMetricGrain>("clarity").Current());
    }

    [Fact]
    public async Task A_store_that_hangs_is_overloaded_after_five_seconds()
    {
        await using var rig = await MetricRig.StartAsync();
        rig.Samples.Hold();
        var answer = StoreAsync(rig, rig.Sample("clarity", 0.8));
        await rig.AdvanceUntilAsync(1_000, () => answer.IsCompleted, "the call is answered");
        Assert.Equal(ErrorCode.Overloaded, (await Assert.ThrowsAsync<RefusedException>(() => answer)).Code);
        Assert.Empty(rig.Samples.Samples);
        rig.Samples.Release();
    }

    [Fact]
    public async Task A_metric_that_does_not_answer_does_not_take_back_what_is_stored()
    {
        await using var rig = await MetricRig.StartAsync();

        // The metric starts by reading what is stored of it, and hangs there.
        rig.States.Hold();
        var answer = StoreAsync(rig, rig.Sample("clarity", 0.3), rig.Sample("load", 4));
        await rig.AdvanceUntilAsync(500, () => answer.IsCompleted, "the call is answered");
        Assert.Equal(
            [("clarity", 0.3, MetricState.Critical), ("load", 4, MetricState.Ok)],
            (await answer).Select(reading => (reading.Metric, reading.Value, reading.State)));
        Assert.Equal(2, rig.Samples.Samples.Length);
        rig.States.Release();
    }

    [Fact]
    public async Task A_change_of_state_is_announced_although_the_metric_was_not_told()
    {
        await using var rig = await MetricRig.StartAsync();
        rig.States.Hold();
        var answer = StoreAsync(rig, rig.Sample("pain", 0.71));
        await rig.AdvanceUntilAsync(500, () => answer.IsCompleted, "the call is answered");
        rig.States.Release();
        await rig.Grain<IMetricGrain>("pain").Current();
        await rig.AdvanceUntilAsync(1_000, () => rig.Appends.CountOf(ChannelName.Slo) > 0, "the change is announced");
        rig.AdvanceMs(5_000);
        Assert.Single(rig.Log.Events(ChannelName.Slo));
    }

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(10_001, false)]
    public async Task A_call_holds_at_most_10000_samples(int count, bool allowed)
    {
        await using var rig = await MetricRig.StartAsync();
        var samples = Enumerable.Repeat(rig.Sample("load", 1), count).ToArray();
        var refusal = await Record.ExceptionAsync(() => StoreAsync(rig, samples));
        Assert.Equal(allowed ? null : ErrorCode.InvalidField, (refusal as RefusedException)?.Code);
        Assert.Equal(allowed ? count : 0, rig.Samples.Samples.Length);
    }

    [Fact]
    public async Task History_is_read_from_the_store_and_says_when_the_store_is_away()
    {
        await using var rig = await MetricRig.StartAsync();
        rig.Samples.Put(rig.Sample("load", 1, -20), rig.Sample("load", 2, -10), rig.Sample("load", 3));
        var history = rig.Engine.Client.GetGrain<ISampleHistoryGrain>(0);
        var (from, to) = (rig.Time.GetUtcNow().AddMinutes(-1), rig.Time.GetUtcNow());
        Assert.Equal([1, 2], (await history.Samples("load", from, to, 10)).Select(sample => sample.Value));
        Assert.Equal([2], (await history.Samples("load", from, to, 1)).Select(sample => sample.Value));
        Assert.Equal(2, (await history.Buckets("load", TimeSpan.FromMinutes(1), from, to, 10)).Sum(bucket => bucket.Count));
        Assert.Equal("limit", (await Assert.ThrowsAsync<RefusedException>(() => history.Samples("load", from, to, 0))).Field);
        Assert.Equal("bucket", (await Assert.ThrowsAsync<RefusedException>(() => history.Buckets("load", TimeSpan.Zero, from, to, 1))).Field);
        rig.Samples.AreReadsAway = true;
        Assert.Equal(ErrorCode.Overloaded, (await Assert.ThrowsAsync<RefusedException>(() => history.Samples("load", from, to, 1))).Code);
    }

    private static Task<ImmutableArray<MetricReading>> StoreAsync(MetricRig rig, params Sample[] samples) =>
        rig.Engine.Client.GetGrain<ISampleIntakeGrain>(0).Store([.. samples], stamped: true);
}
