using System.Collections.Immutable;
using Iskra.Delta;

namespace Iskra.Tests.Unit.Delta;

public sealed class RecordOutboxTests
{
    private readonly List<int> _written = [];

    [Fact]
    public async Task As_many_as_fit_wait_and_beyond_it_the_oldest_are_given_up_and_counted()
    {
        var outbox = new RecordOutbox<int>(WriteAsync);
        for (var i = 0; i < RecordOutbox<int>.MaxWaiting; i++) outbox.Add(i);
        Assert.Equal(0, outbox.Lost);
        outbox.Add(RecordOutbox<int>.MaxWaiting);
        Assert.Equal(1, outbox.Lost);
        await outbox.DrainAsync();
        Assert.Equal(Enumerable.Range(1, RecordOutbox<int>.MaxWaiting), _written);
    }

    [Fact]
    public async Task What_failed_waits_and_goes_first_the_next_time()
    {
        var isAway = true;
        var outbox = new RecordOutbox<int>(items => isAway ? Task.FromException(new StoreUnavailableException("away")) : WriteAsync(items));
        outbox.Add(1);
        await Assert.ThrowsAsync<StoreUnavailableException>(outbox.DrainAsync);
        outbox.Add(2);
        isAway = false;
        await outbox.DrainAsync();
        Assert.Equal([1, 2], _written);
        Assert.True(outbox.IsEmpty);
    }

    [Fact]
    public async Task What_is_under_way_is_not_given_up_and_nothing_is_written_twice()
    {
        var gate = new TaskCompletionSource();
        var isFirst = true;
        var outbox = new RecordOutbox<int>(async items =>
        {
            if (isFirst) await gate.Task;
            isFirst = false;
            await WriteAsync(items);
        });
        for (var i = 0; i < RecordOutbox<int>.MaxWaiting; i++) outbox.Add(i);
        var draining = outbox.DrainAsync();
        outbox.Add(RecordOutbox<int>.MaxWaiting);
        gate.SetResult();
        await draining;
        Assert.Equal(Enumerable.Range(0, RecordOutbox<int>.MaxWaiting + 1).Where(i => i != RecordOutbox<int>.MaxWrite), _written);
    }

    private Task WriteAsync(ImmutableArray<int> items)
    {
        Assert.InRange(items.Length, 1, RecordOutbox<int>.MaxWrite);
        _written.AddRange(items);
        return Task.CompletedTask;
    }
}
