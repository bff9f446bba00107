using Iskra.Channels;

namespace Iskra.Tests.Unit.Channels;

public sealed class GroupCommitTests
{
    [Fact]
    public void The_order_of_arrival_is_kept()
    {
        var queue = new GroupCommit();
        var calls = Enumerable.Range(1, 5).Select(i => Call($"c{i}-", 2)).ToList();
        Assert.All(calls, call => Assert.True(queue.TryAdd(call)));

        Assert.Equal(calls, queue.TakeWrite());
        Assert.True(queue.IsEmpty);
        Assert.Empty(queue.TakeWrite());
    }

    [Fact]
    public void A_write_holds_1_000_events_and_not_one_more()
    {
        var queue = new GroupCommit();
        Assert.True(queue.TryAdd(Call("a", 999)));
        Assert.True(queue.TryAdd(Call("b", 1)));
        Assert.True(queue.TryAdd(Call("c", 1)));

        Assert.Equal(1_000, queue.TakeWrite().Sum(c => c.Drafts.Length));
        Assert.Equal(1, queue.TakeWrite().Sum(c => c.Drafts.Length));
    }

    [Fact]
    public void A_call_is_never_split_over_two_writes()
    {
        var queue = new GroupCommit();
        queue.TryAdd(Call("a", 999));
        queue.TryAdd(Call("b", 2));

        Assert.Single(queue.TakeWrite());
        Assert.Equal(2, Assert.Single(queue.TakeWrite()).Drafts.Length);
    }

    [Theory]
    [InlineData(1 << 19, 2)]
    [InlineData((1 << 19) + 1, 1)]
    public void A_write_holds_1_MiB_of_payload_and_not_one_byte_more(int secondBytes, int expectedCalls)
    {
        var queue = new GroupCommit();
        queue.TryAdd(new PendingAppend([Drafts.Sized("a", 1 << 19)], 0));
        queue.TryAdd(new PendingAppend([Drafts.Sized("b", secondBytes)], 0));

        Assert.Equal(expectedCalls, queue.TakeWrite().Count);
    }

    [Fact]
    public void The_10_000th_draft_may_wait_and_the_next_may_not()
    {
        var queue = new GroupCommit();
        for (var i = 0; i < 10; i++)
        {
            Assert.True(queue.TryAdd(Call($"c{i}-", 1_000)));
        }

        Assert.Equal(GroupCommit.MaxWaitingDrafts, queue.WaitingDrafts);
        Assert.False(queue.TryAdd(Call("over", 1)));

        queue.TakeWrite();
        Assert.True(queue.TryAdd(Call("again", 1_000)));
        Assert.False(queue.TryAdd(Call("over", 1)));
    }

    [Fact]
    public void The_8_MiB_may_wait_and_the_next_byte_may_not()
    {
        var queue = new GroupCommit();
        for (var i = 0; i < 8; i++)
        {
            Assert.True(queue.TryAdd(new PendingAppend([Drafts.Sized($"e{i}", 1 << 20)], 0)));
        }

        Assert.Equal(GroupCommit.MaxWaitingBytes, queue.WaitingBytes);
        Assert.False(queue.TryAdd(new PendingAppend([Drafts.One("over")], 0)));
    }

    [Fact]
    public void Only_calls_that_are_old_enough_are_taken()
    {
        var queue = new GroupCommit();
        queue.TryAdd(new PendingAppend(Drafts.Of("a"), 100));
        queue.TryAdd(new PendingAppend(Drafts.Of("b"), 101));
        Assert.Equal(100, queue.OldestUs);

        Assert.Empty(queue.TakeOlder(99));
        Assert.Equal("a", Assert.Single(queue.TakeOlder(100)).Drafts[0].Id);
        Assert.Equal(101, queue.OldestUs);
        Assert.Single(queue.TakeAll());
        Assert.Null(queue.OldestUs);
        Assert.Equal(0, queue.WaitingDrafts);
        Assert.Equal(0, queue.WaitingBytes);
    }

    private static PendingAppend Call(string prefix, int count) => new(Drafts.Many(prefix, count), 0);
}
