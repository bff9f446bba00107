using Iskra.Silo.Storage.Memory;

namespace Iskra.Tests.Storage;

public sealed class MemoryMetricStoreTests : MetricStoreContract
{
    protected override Task<StoreUnderTest> OpenStoreAsync() => StoreUnderTest.MemoryAsync();

    [Fact]
    public async Task The_newest_hundred_thousand_samples_of_a_metric_are_kept()
    {
        for (var i = 0; i < 12; i++)
        {
            var first = i * 10_000;
            await Metrics.WriteAsync([.. Enumerable.Range(first, 10_000).Select(n => Some.Sample(n, Some.Time.AddMilliseconds(n)))], Cancel);
        }

        var oldest = await Metrics.BucketsAsync("clarity", TimeSpan.FromDays(1), DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 10, Cancel);
        Assert.Equal(MemoryMetricStore.MaxSamples, oldest.Sum(bucket => bucket.Count));
        Assert.Equal(20_000, oldest[0].Min);
    }

    [Fact]
    public async Task A_metric_over_the_bound_is_refused_whole_and_known_ones_go_on()
    {
        await Metrics.WriteAsync([.. Enumerable.Range(0, MemoryMetricStore.MaxMetrics).Select(i => Some.Sample(i, Some.Time, $"m{i}"))], Cancel);
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => Metrics.WriteAsync([Some.Sample(7, Some.Time.AddSeconds(1), "m0"), Some.Sample(7, Some.Time, "one_more")], Cancel));
        Assert.Contains("1000 metrics", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await Metrics.NewestAsync("m0", Cancel))!.Value.Value);
        await Metrics.WriteAsync([Some.Sample(8, Some.Time.AddSeconds(1), "m0")], Cancel);
        Assert.Equal(8, (await Metrics.NewestAsync("m0", Cancel))!.Value.Value);
    }
}
