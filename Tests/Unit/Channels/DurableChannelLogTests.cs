using Iskra.Channels;
using Microsoft.Extensions.Logging.Abstractions;

namespace Iskra.Tests.Unit.Channels;

public sealed class DurableChannelLogTests
{
    private const string Channel = "log/test";

    private readonly FakeEventLog _store = new();
    private readonly FakeOwner _owner = new();
    private readonly SettableTime _time = new();
    private DurableChannelLog _log;

    public DurableChannelLogTests() => _log = NewLog();

    [Fact]
    public async Task An_acknowledged_event_is_in_the_log()
    {
        var result = await _log.AppendAsync(Drafts.Of("a", "b"));

        Assert.Equal([1L, 2L], result.Seqs);
        Assert.Equal(_store.Head(Channel), new ChannelPosition(result.Epoch, 2));
        Assert.Equal(["a", "b"], Stored());
        Assert.Equal([0L], _owner.CommittedAfter);
    }

    [Fact]
    public async Task What_arrives_during_a_write_is_written_by_the_next_in_the_order_of_arrival()
    {
        _store.Hold();
        var first = _log.AppendAsync(Drafts.Of("first"));
        var others = Enumerable.Range(1, 50).Select(i => _log.AppendAsync(Drafts.Of($"e{i}"))).ToList();
        _store.Release();
        await first;
        await Task.WhenAll(others);

        Assert.Equal([1, 50], _store.Writes);
        Assert.Equal(["first", .. Enumerable.Range(1, 50).Select(i => $"e{i}")], Stored());
        Assert.Equal(Enumerable.Range(2, 50).Select(i => (long)i), others.Select(o => o.Result.Seqs[0]));
    }

    [Fact]
    public async Task A_repeated_id_is_answered_without_a_write()
    {
        await _log.AppendAsync(Drafts.Of("a", "b"));
        var again = await _log.AppendAsync(Drafts.Of("b"));

        Assert.Equal([2L], again.Seqs);
        Assert.Equal([2], _store.Writes);
    }

    [Fact]
    public async Task A_repeat_of_what_is_being_written_is_acknowledged_when_that_is_written()
    {
        _store.Hold();
        var first = _log.AppendAsync(Drafts.Of("a"));
        var repeat = _log.AppendAsync(Drafts.Of("a"));
        Assert.False(repeat.IsCompleted);
        _store.Release();

        Assert.Equal([1L], (await first).Seqs);
        Assert.Equal([1L], (await repeat).Seqs);
        Assert.Equal(["a"], Stored());
    }

    [Fact]
    public async Task A_new_activation_continues_where_the_log_ends_and_knows_its_ids()
    {
        await _log.AppendAsync(Drafts.Many("e", 1_000));
        await _log.AppendAsync(Drafts.Of("e1001"));
        var epoch = _log.Tail!.Epoch;
        _log = NewLog();

        Assert.Equal([2L], (await _log.AppendAsync(Drafts.Of("e2"))).Seqs);
        Assert.Equal([1_002L], (await _log.AppendAsync(Drafts.Of("e1"))).Seqs);
        Assert.Equal(epoch, _log.Tail!.Epoch);
    }

    [Fact]
    public async Task A_database_that_is_away_refuses_and_heals()
    {
        _store.IsAway = true;
        await RefusedAsync(_log.AppendAsync(Drafts.Of("a")), ErrorCode.Overloaded, 1);
        await RefusedAsync(_log.OpenAsync().AsTask(), ErrorCode.Overloaded, 1);
        await RefusedAsync(_log.ReadAfterAsync(default, 1).AsTask(), ErrorCode.Overloaded, 1);

        _store.IsAway = false;
        Assert.Equal([1L], (await _log.AppendAsync(Drafts.Of("a"))).Seqs);
        Assert.Equal(0, _owner.Moves);
    }

    [Fact]
    public async Task A_database_that_goes_away_leaves_reads_of_what_is_in_memory()
    {
        await _log.AppendAsync(Drafts.Of("a", "b"));
        _store.IsAway = true;

        await RefusedAsync(_log.AppendAsync(Drafts.Of("c")), ErrorCode.Overloaded, 1);
        Assert.Equal(2, (await _log.OpenAsync()).Head.Seq);
        Assert.Equal(2, (await _log.ReadAfterAsync(new ChannelPosition(_log.Tail!.Epoch, 0), 10)).Events.Length);

        _store.IsAway = false;
        Assert.Equal([3L], (await _log.AppendAsync(Drafts.Of("c"))).Seqs);
        Assert.Equal(["a", "b", "c"], Stored());
    }

    [Fact]
    public async Task A_lost_answer_to_what_was_written_is_an_acknowledgement()
    {
        _store.FailAppends(AppendFault.LoseAnswer);

        Assert.Equal([1L], (await _log.AppendAsync(Drafts.Of("a"))).Seqs);
        Assert.Equal([2L], (await _log.AppendAsync(Drafts.Of("b"))).Seqs);
        Assert.Equal(["a", "b"], Stored());
        Assert.Equal([0L, 1L], _owner.CommittedAfter);
    }

    [Fact]
    public async Task A_lost_request_is_refused_and_may_be_repeated()
    {
        _store.FailAppends(AppendFault.LoseRequest);
        await RefusedAsync(_log.AppendAsync(Drafts.Of("a")), ErrorCode.Overloaded, 1);

        Assert.Empty(Stored());
        Assert.Equal([1L], (await _log.AppendAsync(Drafts.Of("a"))).Seqs);
        Assert.Equal(0, _owner.Moves);
    }

    [Fact]
    public async Task An_answer_lost_for_long_is_refused_then_found_and_given_its_number()
    {
        await _log.AppendAsync(Drafts.Of("a"));
        _store.AreReadsAway = true;
        _store.FailAppends(AppendFault.LoseAnswer);
        await RefusedAsync(_log.AppendAsync(Drafts.Of("b")), ErrorCode.Overloaded, 1);
        await RefusedAsync(_log.AppendAsync(Drafts.Of("c")), ErrorCode.Overloaded, 1);
        Assert.Equal(["a", "b"], Stored());

        _store.AreReadsAway = false;
        Assert.Equal([3L], (await _log.AppendAsync(Drafts.Of("c"))).Seqs);
        Assert.Equal([2L], (await _log.AppendAsync(Drafts.Of("b"))).Seqs);
        Assert.Equal(["a", "b", "c"], Stored());
        Assert.Equal(0, _owner.Moves);
    }

    [Fact]
    public async Task Asking_for_the_head_finds_out_about_an_answer_that_was_lost()
    {
        await _log.AppendAsync(Drafts.Of("a"));
        _store.AreReadsAway = true;
        _store.FailAppends(AppendFault.LoseAnswer);
        await RefusedAsync(_log.AppendAsync(Drafts.Of("b")), ErrorCode.Overloaded, 1);
        _store.AreReadsAway = false;

        await _log.OpenAsync();
        Assert.Equal(2, (await _log.OpenAsync()).Head.Seq);
        Assert.Equal([0L, 1L], _owner.CommittedAfter);
    }

    [Fact]
    public async Task A_second_writer_takes_the_log_and_the_first_lets_go()
    {
        await _log.AppendAsync(Drafts.Of("a"));
        _store.WriteAsAnother(Channel, Drafts.One("theirs"));

        _store.Hold();
        var inWrite = _log.AppendAsync(Drafts.Of("b"));
        var waiting = _log.AppendAsync(Drafts.Of("c"));
        _store.Release();
        await RefusedAsync(inWrite, ErrorCode.Overloaded, 0.1);
        await RefusedAsync(waiting, ErrorCode.Overloaded, 0.1);
        await RefusedAsync(_log.AppendAsync(Drafts.Of("d")), ErrorCode.Overloaded, 0.1);

        Assert.Equal(1, _owner.Moves);
        Assert.Equal(["a", "theirs"], Stored());
        _log = NewLog();
        Assert.Equal([3L], (await _log.AppendAsync(Drafts.Of("b"))).Seqs);
    }

    [Fact]
    public async Task Foreign_events_after_a_lost_answer_take_the_log_away()
    {
        await _log.AppendAsync(Drafts.Of("a"));
        _store.FailAppends(AppendFault.LoseRequest);
        _store.WriteAsAnother(Channel, Drafts.One("theirs"));

        await RefusedAsync(_log.AppendAsync(Drafts.Of("b")), ErrorCode.Overloaded, 0.1);
        Assert.Equal(1, _owner.Moves);
    }

    [Fact]
    public async Task Two_writers_never_fork_the_log()
    {
        var other = NewLog();
        await _log.OpenAsync();
        await other.OpenAsync();

        Assert.Equal([1L], (await _log.AppendAsync(Drafts.Of("ours"))).Seqs);
        await RefusedAsync(other.AppendAsync(Drafts.Of("theirs")), ErrorCode.Overloaded, 0.1);
        Assert.Equal(["ours"], Stored());
    }

    [Fact]
    public async Task A_call_waits_5_seconds_and_not_longer()
    {
        await _log.OpenAsync();
        _store.Hold();
        var inWrite = _log.AppendAsync(Drafts.Of("a"));
        _time.Advance(TimeSpan.FromSeconds(1));
        var waiting = _log.AppendAsync(Drafts.Of("b"));
        Assert.Equal([DurableChannelLog.MaxWait], _owner.Wakes);

        _time.Advance(TimeSpan.FromSeconds(4));
        _log.Wake();
        await RefusedAsync(inWrite, ErrorCode.Timeout, null);
        Assert.False(waiting.IsCompleted);
        Assert.Equal(TimeSpan.FromSeconds(1), _owner.Wakes[^1]);

        _time.Advance(TimeSpan.FromSeconds(1));
        _log.Wake();
        await RefusedAsync(waiting, ErrorCode.Timeout, null);
        Assert.Equal(2, _owner.Wakes.Count);
    }

    [Fact]
    public async Task What_timed_out_while_it_waited_is_never_written()
    {
        await _log.OpenAsync();
        _store.Hold();
        var inWrite = _log.AppendAsync(Drafts.Of("a"));
        var waiting = _log.AppendAsync(Drafts.Of("b"));
        _time.Advance(DurableChannelLog.MaxWait);
        _log.Wake();
        await RefusedAsync(waiting, ErrorCode.Timeout, null);
        var later = _log.AppendAsync(Drafts.Of("c"));
        _store.Release();

        await RefusedAsync(inWrite, ErrorCode.Timeout, null);
        Assert.Equal([2L], (await later).Seqs);
        Assert.Equal(["a", "c"], Stored());
    }

    [Fact]
    public async Task Appends_beyond_the_bound_are_refused_and_the_others_written()
    {
        await _log.OpenAsync();
        _store.Hold();
        var calls = Enumerable.Range(0, 11).Select(i => _log.AppendAsync(Drafts.Many($"c{i}-", 1_000))).ToList();
        await RefusedAsync(_log.AppendAsync(Drafts.Of("over")), ErrorCode.Overloaded, 1);
        _store.Release();
        await Task.WhenAll(calls);

        Assert.Equal(Enumerable.Repeat(1_000, 11), _store.Writes);
        Assert.Equal(11_000, Stored().Count());
    }

    [Fact]
    public async Task What_is_older_than_the_ring_is_read_from_the_log()
    {
        await _log.AppendAsync(Drafts.Many("a", 1_000));
        await _log.AppendAsync(Drafts.Many("b", 1_000));
        var reads = _store.Reads;

        var inRing = await _log.ReadAfterAsync(At(1_000), 1_000);
        Assert.Equal(reads, _store.Reads);
        Assert.Equal((1_000, false), (inRing.Events.Length, inRing.HasMore));

        var older = await _log.ReadAfterAsync(At(999), 3);
        Assert.Equal(reads + 1, _store.Reads);
        Assert.Equal([1_000L, 1_001L, 1_002L], older.Events.Select(e => e.Seq));
        Assert.True(older is { Recovered: true, HasMore: true, HeadSeq: 2_000 });
    }

    [Fact]
    public async Task What_the_log_has_forgotten_is_not_recovered()
    {
        await _log.AppendAsync(Drafts.Many("a", 1_000));
        await _log.AppendAsync(Drafts.Many("b", 500));
        _store.Forget(Channel, 200);

        Assert.False((await _log.ReadAfterAsync(At(199), 10)).Recovered);
        Assert.Equal(201, (await _log.ReadAfterAsync(At(200), 10)).Events[0].Seq);
    }

    [Fact]
    public async Task A_log_of_which_everything_is_forgotten_continues_its_numbers()
    {
        await _log.AppendAsync(Drafts.Many("a", 10));
        _store.Forget(Channel, 10);
        _log = NewLog();

        Assert.Equal([11L], (await _log.AppendAsync(Drafts.Of("b"))).Seqs);
        Assert.False((await _log.ReadAfterAsync(At(9), 10)).Recovered);
        Assert.True((await _log.ReadAfterAsync(At(10), 10)).Recovered);
    }

    [Theory]
    [InlineData(null, 3, "1498,1499,1500", true)]
    [InlineData(503L, 2, "501,502", true)]
    [InlineData(503L, 3, "500,501,502", true)]
    [InlineData(3L, 10, "1,2", false)]
    [InlineData(3L, 2, "1,2", false)]
    [InlineData(3L, 1, "2", true)]
    [InlineData(1L, 10, "", false)]
    [InlineData(-7L, 10, "", false)]
    [InlineData(9_999L, 1, "1500", true)]
    public async Task History_comes_from_the_ring_or_the_log(long? before, int limit, string expected, bool hasMore)
    {
        await _log.AppendAsync(Drafts.Many("a", 1_000));
        await _log.AppendAsync(Drafts.Many("b", 500));

        var page = await _log.ReadBeforeAsync(before, limit);
        Assert.Equal(expected, string.Join(',', page.Events.Select(e => e.Seq)));
        Assert.Equal(hasMore, page.HasMore);
    }

    [Fact]
    public async Task A_position_ahead_of_the_log_is_not_recovered()
    {
        await _log.AppendAsync(Drafts.Of("a"));

        Assert.False((await _log.ReadAfterAsync(At(2), 10)).Recovered);
        Assert.Equal(0, _owner.Moves);
    }

    [Fact]
    public async Task A_position_that_another_activation_gave_makes_the_stale_one_let_go()
    {
        await _log.AppendAsync(Drafts.Of("a"));
        _store.WriteAsAnother(Channel, Drafts.One("theirs"));

        await RefusedAsync(_log.ReadAfterAsync(At(2), 10).AsTask(), ErrorCode.Overloaded, 0.1);
        Assert.Equal(1, _owner.Moves);
    }

    [Fact]
    public async Task A_fault_of_the_store_is_never_an_acknowledgement()
    {
        var log = new DurableChannelLog(Channel, new FaultyLog(), _time, _owner, NullLogger.Instance);

        await RefusedAsync(log.AppendAsync(Drafts.Of("a")), ErrorCode.Overloaded, 1);
    }

    private static async Task RefusedAsync(Task call, string code, double? retryAfter)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => call.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(code, refused.Code);
        Assert.Equal(retryAfter, refused.RetryAfterSeconds);
    }

    private IEnumerable<string> Stored() => _store.Events(Channel).Select(e => e.Draft.Id);

    private ChannelPosition At(long seq) => new(_log.Tail!.Epoch, seq);

    private DurableChannelLog NewLog() => new(Channel, _store, _time, _owner, NullLogger.Instance);
}
