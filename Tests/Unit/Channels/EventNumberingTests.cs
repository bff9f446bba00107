using System.Collections.Immutable;
using Iskra.Channels;

namespace Iskra.Tests.Unit.Channels;

public sealed class EventNumberingTests
{
    [Fact]
    public void Numbers_continue_after_the_head()
    {
        var tail = Tail(head: 41);

        Assert.Equal([42L, 43L], Append(tail, "a", "b"));
        Assert.Equal([44L], Append(tail, "c"));
        Assert.Equal(44, tail.Head.Seq);
    }

    [Fact]
    public void A_repeated_id_gets_the_number_it_has()
    {
        var tail = Tail();
        Append(tail, "a", "b");

        Assert.Equal([2L], Append(tail, "b"));
        Assert.Equal(2, tail.Head.Seq);
    }

    [Fact]
    public void A_partly_repeated_batch_appends_only_what_is_new()
    {
        var tail = Tail();
        Append(tail, "a", "b");

        Assert.Equal([3L, 2L, 4L, 1L], Append(tail, "c", "b", "d", "a"));
        Assert.Equal(["a", "b", "c", "d"], tail.Ring.After(0, 10, 1_000).Select(e => e.Draft.Id));
    }

    [Fact]
    public void An_id_repeated_within_a_batch_is_one_event()
    {
        var tail = Tail();

        Assert.Equal([1L, 1L, 2L, 1L], Append(tail, "a", "a", "b", "a"));
        Assert.Equal(2, tail.Ring.Count);
    }

    [Fact]
    public void An_id_repeated_by_two_calls_of_one_write_is_one_event()
    {
        var tail = Tail();
        var numbering = tail.Number();

        Assert.Equal([1L, 2L], numbering.Add(Drafts.Of("a", "b"), 10));
        Assert.Equal([2L, 3L], numbering.Add(Drafts.Of("b", "c"), 20));
        var events = numbering.Build();
        Assert.Equal([10L, 10L, 20L], events.Select(e => e.AcceptedUs));
    }

    [Fact]
    public void The_last_1_000_ids_are_known_and_the_one_before_is_not()
    {
        var tail = Tail();
        Append(tail, [.. Drafts.Many("e", 1_000).Select(d => d.Id)]);
        Assert.Equal([1L], Append(tail, "e1"));

        Append(tail, "e1001");
        Assert.Equal([2L], Append(tail, "e2"));
        Assert.Equal([1_002L], Append(tail, "e1"));
    }

    [Fact]
    public void The_window_slides_within_one_batch()
    {
        var tail = Tail();
        Append(tail, [.. Drafts.Many("e", 1_000).Select(d => d.Id)]);

        // The new event is the 1,001st, so that e1 is no longer among the last 1,000 before the second draft.
        Assert.Equal([1_001L, 1_002L], Append(tail, "new", "e1"));
    }

    [Fact]
    public void A_numbering_that_is_forgotten_leaves_no_trace()
    {
        var tail = Tail();
        tail.Number().Add(Drafts.Of("a", "b"), 0);

        Assert.Equal([1L], Append(tail, "b"));
    }

    [Fact]
    public void The_window_holds_no_more_ids_than_its_capacity()
    {
        var window = new EventIdWindow(capacity: 3);
        for (var seq = 1; seq <= 10; seq++)
        {
            window.Add(seq % 2 == 0 ? "same" : $"e{seq}", seq);
        }

        Assert.Equal(3, window.Count);
        Assert.True(window.TryFind("same", 11, out var seqOfSame));
        Assert.Equal(10, seqOfSame);
        Assert.False(window.TryFind("e7", 11, out _));
    }

    private static ChannelTail Tail(long head = 0) => new("epoch", head + 1, ChannelRetention.Live);

    private static ImmutableArray<long> Append(ChannelTail tail, params IEnumerable<string> ids)
    {
        var numbering = tail.Number();
        var seqs = numbering.Add(Drafts.Of(ids), 0);
        tail.Commit(numbering.Build(), 0);
        return seqs;
    }
}
