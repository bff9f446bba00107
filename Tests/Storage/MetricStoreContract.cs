using System.Collections.Immutable;
using Iskra.Metrics;

namespace Iskra.Tests.Storage;

/// <summary>What every store of samples owes the metrics.</summary>
public abstract class MetricStoreContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Always = DateTimeOffset.MaxValue;
    private StoreUnderTest _store = null!;

    protected IMetricStore Metrics => _store.Metrics;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract Task<StoreUnderTest> OpenStoreAsync();

    public virtual async ValueTask InitializeAsync() => _store = await OpenStoreAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task A_stored_sample_comes_back_to_the_microsecond()
    {
        var at = new DateTimeOffset(Some.Time.UtcTicks / 10 * 10, TimeSpan.Zero);
        await Metrics.WriteAsync([Some.Sample(0.1, at.AddTicks(9), source: "a:b@c/d-1")], Cancel);
        var expected = Some.Sample(0.1, at, source: "a:b@c/d-1");
        Assert.Equal(expected, await Metrics.NewestAsync("clarity", Cancel));
        Assert.Equal([expected], await Metrics.SamplesAsync("clarity", DateTimeOffset.MinValue, Always, 10, Cancel));
    }

    [Fact]
    public async Task Times_before_2000_are_cut_in_the_same_direction()
    {
        var at = new DateTimeOffset(1971, 3, 1, 5, 6, 7, TimeSpan.Zero).AddMicroseconds(1);
        await Metrics.WriteAsync([Some.Sample(1, at.AddTicks(9))], Cancel);
        Assert.Equal(at, (await Metrics.NewestAsync("clarity", Cancel))!.Value.Timestamp);
    }

    [Theory]
    [InlineData(double.Epsilon)]
    [InlineData(double.MaxValue)]
    [InlineData(-0.1)]
    public async Task Every_finite_value_comes_back_exactly(double value)
    {
        await Metrics.WriteAsync([Some.Sample(value, Some.Time)], Cancel);
        Assert.Equal(value, (await Metrics.NewestAsync("clarity", Cancel))!.Value.Value);
    }

    [Fact]
    public async Task A_metric_without_samples_has_none()
    {
        Assert.Null(await Metrics.NewestAsync("nothing", Cancel));
        Assert.Empty(await Metrics.SamplesAsync("nothing", DateTimeOffset.MinValue, Always, 10, Cancel));
        Assert.Empty(await Metrics.BucketsAsync("nothing", TimeSpan.FromMinutes(1), DateTimeOffset.MinValue, Always, 10, Cancel));
    }

    [Fact]
    public async Task The_newest_is_the_latest_by_time_and_not_by_arrival()
    {
        await Metrics.WriteAsync([Some.Sample(1, Some.Time), Some.Sample(2, Some.Time.AddSeconds(-1))], Cancel);
        await Metrics.WriteAsync([Some.Sample(3, Some.Time.AddSeconds(-2))], Cancel);
        Assert.Equal(1, (await Metrics.NewestAsync("clarity", Cancel))!.Value.Value);
        Assert.Equal([3, 2, 1], Values(await Metrics.SamplesAsync("clarity", DateTimeOffset.MinValue, Always, 10, Cancel)));
    }

    [Fact]
    public async Task A_span_includes_its_start_and_excludes_its_end()
    {
        await Metrics.WriteAsync(Some.Samples(10), Cancel);
        var start = Microsecond(Some.Time);
        var samples = await Metrics.SamplesAsync("clarity", start.AddMilliseconds(3), start.AddMilliseconds(6), 10, Cancel);
        Assert.Equal([3, 4, 5], Values(samples));
        Assert.Empty(await Metrics.SamplesAsync("clarity", start, start, 10, Cancel));
        Assert.Equal([4], Values(await Metrics.SamplesAsync("clarity", start.AddMilliseconds(3).AddTicks(1), start.AddMilliseconds(5), 10, Cancel)));
    }

    [Fact]
    public async Task A_limit_keeps_the_newest_oldest_first()
    {
        await Metrics.WriteAsync(Some.Samples(100), Cancel);
        Assert.Equal([97, 98, 99], Values(await Metrics.SamplesAsync("clarity", DateTimeOffset.MinValue, Always, 3, Cancel)));
    }

    [Fact]
    public async Task Metrics_do_not_mix()
    {
        await Metrics.WriteAsync([Some.Sample(1, Some.Time), Some.Sample(2, Some.Time, "chaos")], Cancel);
        Assert.Equal([1], Values(await Metrics.SamplesAsync("clarity", DateTimeOffset.MinValue, Always, 9, Cancel)));
        Assert.Equal([2], Values(await Metrics.SamplesAsync("chaos", DateTimeOffset.MinValue, Always, 9, Cancel)));
    }

    [Fact]
    public async Task Buckets_count_from_the_third_of_January_2000()
    {
        var monday = new DateTimeOffset(2026, 11, 16, 0, 0, 0, TimeSpan.Zero);
        await Metrics.WriteAsync(
            [
                Some.Sample(1, monday.AddDays(1)),
                Some.Sample(4, monday.AddDays(6).AddHours(23)),
                Some.Sample(7, monday.AddTicks(-10)),
                Some.Sample(0.5, monday),
            ],
            Cancel);
        var buckets = await Metrics.BucketsAsync("clarity", TimeSpan.FromDays(7), DateTimeOffset.MinValue, Always, 10, Cancel);
        Assert.Equal([monday.AddDays(-7), monday], buckets.Select(bucket => bucket.Start));
        Assert.Equal(new SampleBucket(monday.AddDays(-7), 7, 7, 7, 1), buckets[0]);
        Assert.Equal((0.5, 4.0, 3L), (buckets[1].Min, buckets[1].Max, buckets[1].Count));
        Assert.Equal(5.5 / 3, buckets[1].Avg, 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(60)]
    [InlineData(86_400)]
    [InlineData(2_592_000)]
    public async Task Buckets_of_any_width_start_where_the_grid_says(int seconds)
    {
        var width = TimeSpan.FromSeconds(seconds);
        DateTimeOffset[] times = [new(1999, 12, 31, 23, 59, 59, TimeSpan.Zero), new(1980, 5, 6, 7, 8, 9, TimeSpan.Zero), Some.Time];
        await Metrics.WriteAsync([.. times.Select(time => Some.Sample(1, time))], Cancel);
        var starts = (await Metrics.BucketsAsync("clarity", width, DateTimeOffset.MinValue, Always, 10, Cancel)).Select(bucket => bucket.Start);
        var origin = new DateTimeOffset(2000, 1, 3, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(
            times.Select(time => origin + (width * Math.Floor((double)(time - origin).Ticks / width.Ticks))).Distinct().Order(), starts);
    }

    [Fact]
    public async Task A_limit_keeps_the_newest_buckets_and_empty_ones_are_left_out()
    {
        var minute = new DateTimeOffset(2026, 11, 16, 10, 0, 0, TimeSpan.Zero);
        await Metrics.WriteAsync([.. new[] { 0, 1, 5, 9 }.Select(i => Some.Sample(i, minute.AddMinutes(i)))], Cancel);
        var buckets = await Metrics.BucketsAsync("clarity", TimeSpan.FromMinutes(1), DateTimeOffset.MinValue, Always, 3, Cancel);
        Assert.Equal([1, 5, 9], buckets.Select(bucket => bucket.Avg));
        buckets = await Metrics.BucketsAsync("clarity", TimeSpan.FromMinutes(10), minute.AddMinutes(1), minute.AddMinutes(9), 3, Cancel);
        Assert.Equal(new SampleBucket(minute, 3, 1, 5, 2), Assert.Single(buckets));
    }

    [Fact]
    public async Task A_write_of_ten_thousand_samples_is_taken_and_one_more_is_a_fault()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Metrics.WriteAsync(Some.Samples(10_001), Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Metrics.WriteAsync([], Cancel));
        await Metrics.WriteAsync(Some.Samples(10_000), Cancel);
        Assert.Equal(10_000, (await Metrics.SamplesAsync("clarity", DateTimeOffset.MinValue, Always, 10_000, Cancel)).Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_001)]
    public async Task A_read_beyond_its_bound_is_a_fault(int limit)
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Metrics.SamplesAsync("clarity", Some.Time, Always, limit, Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Metrics.BucketsAsync("clarity", TimeSpan.FromSeconds(1), Some.Time, Always, limit, Cancel));
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Metrics.WriteAsync([Some.Sample(i, Some.Time.AddMilliseconds(i))], Cancel)));
        var values = Values(await Metrics.SamplesAsync("clarity", DateTimeOffset.MinValue, Always, 1_000, Cancel));
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (double)i), values);
    }

    protected static IEnumerable<double> Values(ImmutableArray<Sample> samples) => samples.Select(sample => sample.Value);

    private static DateTimeOffset Microsecond(DateTimeOffset time) => new(time.UtcTicks / 10 * 10, TimeSpan.Zero);
}
