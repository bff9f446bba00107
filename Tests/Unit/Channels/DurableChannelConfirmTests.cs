using Iskra.Channels;
using Microsoft.Extensions.Logging.Abstractions;

namespace Iskra.Tests.Unit.Channels;

/// <summary>An activation that is only read, and the store that knows better.</summary>
public sealed class DurableChannelConfirmTests
{
    private const string Channel = "log/test";

    private readonly FakeEventLog _store = new();
    private readonly FakeOwner _owner = new();
    private readonly SettableTime _time = new();
    private readonly DurableChannelLog _log;

    public DurableChannelConfirmTests() => _log = new DurableChannelLog(Channel, _store, _time, _owner, NullLogger.Instance);

    [Fact]
    public async Task One_that_another_has_overtaken_lets_go_within_the_interval()
    {
        await _log.AppendAsync(Drafts.Of("a"));
        _store.WriteAsAnother(Channel, Drafts.One("theirs"));
        _time.Advance(DurableChannelLog.ConfirmInterval - TimeSpan.FromMicroseconds(1));
        _log.Confirm();
        Assert.Equal(0, _owner.Moves);

        _time.Advance(TimeSpan.FromMicroseconds(1));
        _log.Confirm();
        Assert.Equal(1, _owner.Moves);
        _log.Confirm();
        Assert.Equal(1, _owner.Moves);
    }

    [Fact]
    public async Task One_that_nobody_overtook_asks_once_in_the_interval_after_it_last_knew()
    {
        await _log.AppendAsync(Drafts.Of("a"));
        var opens = _store.OpensOf(Channel);
        for (var second = 1; second <= 20; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _log.Confirm();
        }

        Assert.Equal(opens + 4, _store.OpensOf(Channel));
        _time.Advance(TimeSpan.FromSeconds(4));
        await _log.AppendAsync(Drafts.Of("b"));
        _time.Advance(TimeSpan.FromSeconds(4));
        _log.Confirm();
        Assert.Equal(opens + 4, _store.OpensOf(Channel));
        Assert.Equal(0, _owner.Moves);
    }

    [Fact]
    public async Task A_log_that_was_not_opened_and_one_that_is_written_to_need_no_answer()
    {
        _time.Advance(TimeSpan.FromDays(1));
        _log.Confirm();
        Assert.Equal(0, _store.OpensOf(Channel));

        await _log.OpenAsync();
        _time.Advance(DurableChannelLog.ConfirmInterval);
        _store.Hold();
        var append = _log.AppendAsync(Drafts.Of("a"));
        _log.Confirm();
        _store.Release();
        await append;
        Assert.Equal(1, _store.OpensOf(Channel));
    }

    [Fact]
    public async Task What_it_writes_itself_while_the_answer_is_on_its_way_is_not_taken_for_that_of_another()
    {
        await _log.OpenAsync();
        _time.Advance(DurableChannelLog.ConfirmInterval);
        var answer = new TaskCompletionSource();
        _store.OpenAnswers = answer.Task;
        _log.Confirm();
        await _log.AppendAsync(Drafts.Of("before the answer"));
        answer.SetResult();
        Assert.Equal(0, _owner.Moves);

        _time.Advance(DurableChannelLog.ConfirmInterval);
        answer = new TaskCompletionSource();
        _store.OpenAnswers = answer.Task;
        _log.Confirm();
        _store.Hold();
        var append = _log.AppendAsync(Drafts.Of("after the answer"));
        answer.SetResult();
        _store.Release();
        await append;
        Assert.Equal(0, _owner.Moves);
    }

    [Fact]
    public async Task A_store_that_lost_what_it_had_acknowledged_takes_the_log_away()
    {
        await _log.AppendAsync(Drafts.Of("a", "b"));
        _store.LoseAfter(Channel, 1);
        _time.Advance(DurableChannelLog.ConfirmInterval);
        _log.Confirm();
        Assert.Equal(1, _owner.Moves);
    }

    [Fact]
    public async Task A_store_that_is_away_is_asked_again_by_the_next_renewal()
    {
        await _log.AppendAsync(Drafts.Of("a"));
        _store.WriteAsAnother(Channel, Drafts.One("theirs"));
        _time.Advance(DurableChannelLog.ConfirmInterval);
        _store.IsAway = true;
        _log.Confirm();
        Assert.Equal(0, _owner.Moves);
        _store.IsAway = false;
        _log.Confirm();
        Assert.Equal(1, _owner.Moves);
    }
}
