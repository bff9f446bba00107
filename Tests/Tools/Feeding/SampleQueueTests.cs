using Iskra.Tests.Tools.Support;
using Iskra.Tools.Feeding;

namespace Iskra.Tests.Tools.Feeding;

public sealed class SampleQueueTests
{
    private static IEnumerable<FeedSample> Samples(int from, int count) =>
        Enumerable.Range(from, count).Select(value => new FeedSample("m", value, value));

    private static Task<(IReadOnlyList<FeedSample> Samples, long UpTo)> ReadAsync(SampleQueue queue, int limit = 1_000) =>
        queue.ReadAsync(limit, TestContext.Current.CancellationToken).Soon();

    [Fact]
    public async Task A_full_queue_gives_up_its_oldest_sample_and_counts_it()
    {
        var queue = new SampleQueue(SampleQueue.DefaultCapacity);
        queue.Add(Samples(0, SampleQueue.DefaultCapacity));
        Assert.Equal(0, queue.Dropped);

        queue.Add(Samples(SampleQueue.DefaultCapacity, 1));

        Assert.Equal(1, queue.Dropped);
        Assert.Equal(SampleQueue.DefaultCapacity, queue.Count);
        Assert.Equal(1, (await ReadAsync(queue)).Samples[0].Value);
    }

    [Fact]
    public async Task Samples_stay_until_they_are_confirmed()
    {
        var queue = new SampleQueue(10);
        queue.Add(Samples(0, 3));
        await ReadAsync(queue, 2);

        var (again, upTo) = await ReadAsync(queue, 2);
        queue.Confirm(upTo);

        Assert.Equal([0, 1], again.Select(sample => sample.Value));
        Assert.Equal([2], (await ReadAsync(queue)).Samples.Select(sample => sample.Value));
    }

    [Fact]
    public async Task Confirming_does_not_remove_samples_that_came_while_the_read_ones_gave_way()
    {
        var queue = new SampleQueue(3);
        queue.Add(Samples(0, 3));
        var (_, upTo) = await ReadAsync(queue, 2);
        queue.Add(Samples(3, 3));

        queue.Confirm(upTo);

        Assert.Equal([3, 4, 5], (await ReadAsync(queue)).Samples.Select(sample => sample.Value));
    }

    [Fact]
    public async Task A_reader_waits_for_the_first_sample()
    {
        var queue = new SampleQueue(3);
        var reading = ReadAsync(queue);
        Assert.False(reading.IsCompleted);

        queue.Add(Samples(7, 1));

        Assert.Equal(7, (await reading).Samples[0].Value);
    }
}
