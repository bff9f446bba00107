using System.Threading.Channels;
using Iskra.Silo.Storage.Queue;

namespace Iskra.Tests.Storage;

/// <summary>A queue whose writer is held by the test: every batch is seen before it is written.</summary>
public sealed class WriteQueueTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ManualTime _time = new();
    private readonly Channel<HeldBatch> _batches = Channel.CreateBounded<HeldBatch>(100);
    private readonly WriteQueue<string, int> _queue;

    public WriteQueueTests() => _queue = NewQueue(writers: 1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _batches.Writer.TryComplete();
        while (_batches.Reader.TryRead(out var batch))
        {
            batch.Write();
        }

        await _queue.DisposeAsync().AsTask().WaitAsync(Patience);
    }

    [Fact]
    public async Task A_single_write_does_not_wait_for_company()
    {
        var write = _queue.WriteAsync("a", 1, Cancel);
        var batch = await NextAsync();
        Assert.Equal(["a"], batch.Items);
        Assert.False(write.IsCompleted);
        batch.Write();
        Assert.Equal(1, await write.WaitAsync(Patience, Cancel));
    }

    [Fact]
    public async Task What_arrives_while_a_batch_is_on_its_way_is_written_together_in_order()
    {
        var (first, held) = await HoldAsync();
        var others = new[] { "b", "c", "d" }.Select(item => _queue.WriteAsync(item, 1, Cancel)).ToArray();
        held.Write();
        await first;
        var batch = await NextAsync();
        Assert.Equal(["b", "c", "d"], batch.Items);
        batch.Write();
        await Task.WhenAll(others).WaitAsync(Patience, Cancel);
    }

    [Fact]
    public async Task A_batch_is_filled_to_its_bound_and_not_beyond()
    {
        var (_, held) = await HoldAsync();
        var others = new[] { ("b", 6), ("c", 4), ("d", 1) }.Select(item => _queue.WriteAsync(item.Item1, item.Item2, Cancel)).ToArray();
        held.Write();
        var full = await NextAsync();
        Assert.Equal(["b", "c"], full.Items);
        full.Write();
        (await NextAsync()).Write();
        await Task.WhenAll(others).WaitAsync(Patience, Cancel);
    }

    [Fact]
    public async Task What_fits_the_bound_waits_and_what_does_not_is_refused_at_once()
    {
        var (_, held) = await HoldAsync();
        var waiting = new[] { _queue.WriteAsync("b", 10, Cancel), _queue.WriteAsync("c", 10, Cancel) };
        Assert.Equal(20, _queue.WaitingWeight);
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => _queue.WriteAsync("d", 1, Cancel));
        Assert.Equal("The store is behind: 20 samples may wait and there is no room for 1 more.", refused.Message);
        Assert.Equal(20, _queue.WaitingWeight);
        held.Write();
        (await NextAsync()).Write();
        (await NextAsync()).Write();
        await Task.WhenAll(waiting).WaitAsync(Patience, Cancel);
        Assert.Equal(0, _queue.WaitingWeight);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public async Task A_weight_that_no_batch_can_hold_is_a_fault(int weight) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _queue.WriteAsync("a", weight, Cancel));

    [Fact]
    public async Task A_write_that_waited_too_long_is_refused_and_never_written()
    {
        var (_, held) = await HoldAsync();
        var late = _queue.WriteAsync("late", 10, Cancel);
        _time.Advance(TimeSpan.FromSeconds(4));
        var inTime = _queue.WriteAsync("in time", 10, Cancel);
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(late.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => late.WaitAsync(Patience, Cancel));
        Assert.Contains("waited 5000 ms and were not written", refused.Message, StringComparison.Ordinal);
        Assert.Equal(10, _queue.WaitingWeight);
        held.Write();
        var batch = await NextAsync();
        Assert.Equal(["in time"], batch.Items);
        batch.Write();
        await inTime.WaitAsync(Patience, Cancel);
    }

    [Fact]
    public async Task A_write_on_its_way_when_its_time_is_up_is_waited_for()
    {
        var (write, held) = await HoldAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(write.IsCompleted);
        held.Write();
        Assert.Equal(1, await write.WaitAsync(Patience, Cancel));
    }

    [Fact]
    public async Task A_cancelled_write_that_waits_is_not_written()
    {
        var (_, held) = await HoldAsync();
        using var cancel = new CancellationTokenSource();
        var cancelled = _queue.WriteAsync("cancelled", 1, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Patience, Cancel));
        var other = _queue.WriteAsync("other", 1, Cancel);
        held.Write();
        var batch = await NextAsync();
        Assert.Equal(["other"], batch.Items);
        batch.Write();
        await other.WaitAsync(Patience, Cancel);
    }

    [Fact]
    public async Task A_store_that_is_away_fails_exactly_the_batch_and_the_next_goes_on()
    {
        var (_, held) = await HoldAsync();
        var failed = new[] { _queue.WriteAsync("b", 5, Cancel), _queue.WriteAsync("c", 5, Cancel) };
        var later = _queue.WriteAsync("d", 5, Cancel);
        held.Write();
        (await NextAsync()).Fail(new StoreUnavailableException("away"));
        foreach (var write in failed)
        {
            Assert.Equal("away", (await Assert.ThrowsAsync<StoreUnavailableException>(() => write.WaitAsync(Patience, Cancel))).Message);
        }

        var next = await NextAsync();
        Assert.Equal(["d"], next.Items);
        next.Write();
        await later.WaitAsync(Patience, Cancel);
    }

    [Fact]
    public async Task An_item_at_fault_fails_alone()
    {
        var (_, held) = await HoldAsync();
        var writes = new[] { "b", "bad", "c" }.Select(item => _queue.WriteAsync(item, 1, Cancel)).ToArray();
        held.Write();
        (await NextAsync()).Fail(new FormatException("one is bad"));
        foreach (var item in new[] { "b", "bad", "c" })
        {
            var alone = await NextAsync();
            Assert.Equal([item], alone.Items);
            if (item == "bad")
            {
                alone.Fail(new FormatException("bad"));
            }
            else
            {
                alone.Write();
            }
        }

        await Task.WhenAll(writes[0], writes[2]).WaitAsync(Patience, Cancel);
        await Assert.ThrowsAsync<FormatException>(() => writes[1].WaitAsync(Patience, Cancel));
    }

    [Fact]
    public async Task Two_writers_have_two_batches_on_their_way()
    {
        await using var queue = NewQueue(writers: 2);
        var writes = new[] { queue.WriteAsync("a", 10, Cancel), queue.WriteAsync("b", 10, Cancel) };
        var (one, other) = (await NextAsync(), await NextAsync());
        Assert.Equal(["a", "b"], one.Items.Concat(other.Items).Order());
        one.Write();
        other.Write();
        await Task.WhenAll(writes).WaitAsync(Patience, Cancel);
    }

    [Fact]
    public async Task Disposing_writes_what_waits_and_takes_no_more()
    {
        var queue = NewQueue(writers: 1);
        var writes = new[] { queue.WriteAsync("a", 10, Cancel), queue.WriteAsync("b", 10, Cancel) };
        var disposed = queue.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => queue.WriteAsync("c", 1, Cancel));
        Assert.False(disposed.IsCompleted);
        (await NextAsync()).Write();
        (await NextAsync()).Write();
        await disposed.WaitAsync(Patience, Cancel);
        await Task.WhenAll(writes).WaitAsync(Patience, Cancel);
    }

    private WriteQueue<string, int> NewQueue(int writers) =>
        new(new WriteQueueOptions("samples", MaxWaiting: 20, MaxBatch: 10, TimeSpan.FromSeconds(5), writers), HoldBatchAsync, _time);

    private async Task<IReadOnlyList<int>> HoldBatchAsync(IReadOnlyList<string> items)
    {
        var batch = new HeldBatch(items);
        if (!_batches.Writer.TryWrite(batch))
        {
            batch.Write();
        }

        return await batch.Outcome;
    }

    private async Task<HeldBatch> NextAsync() => await _batches.Reader.ReadAsync(Cancel).AsTask().WaitAsync(Patience, Cancel);

    private async Task<(Task<int> Write, HeldBatch Batch)> HoldAsync()
    {
        var write = _queue.WriteAsync("first", 1, Cancel);
        return (write, await NextAsync());
    }

    private sealed class HeldBatch(IReadOnlyList<string> items)
    {
        private readonly TaskCompletionSource<IReadOnlyList<int>> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<string> Items => items;

        public Task<IReadOnlyList<int>> Outcome => _outcome.Task;

        public void Write() => _outcome.TrySetResult([.. items.Select(_ => items.Count)]);

        public void Fail(Exception exception) => _outcome.TrySetException(exception);
    }
}
