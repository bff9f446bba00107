using System.Collections.Immutable;
using System.Text;
using Iskra.Channels;

namespace Iskra.Tests.Storage;

/// <summary>What every event log owes the channels.</summary>
public abstract class EventLogContract : IAsyncLifetime
{
    private StoreUnderTest _store = null!;

    protected IEventLog Log => _store.Log;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract Task<StoreUnderTest> OpenStoreAsync();

    public async ValueTask InitializeAsync() => _store = await OpenStoreAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task A_new_channel_is_empty_and_has_an_epoch_that_stays()
    {
        var head = await Log.OpenAsync("log/a", Cancel);
        Assert.Equal(0, head.Seq);
        Assert.Matches("^[a-z0-9]{12,}$", head.Epoch);
        Assert.Equal(head, await Log.OpenAsync("log/a", Cancel));
        Assert.NotEqual(head.Epoch, (await Log.OpenAsync("log/b", Cancel)).Epoch);
    }

    [Fact]
    public async Task Many_who_open_a_new_channel_at_once_get_the_same_epoch()
    {
        var heads = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Log.OpenAsync("log/race", Cancel)));
        Assert.Single(heads.Distinct());
    }

    [Fact]
    public async Task An_append_advances_the_head_and_can_be_read()
    {
        var head = await Log.OpenAsync("log/a", Cancel);
        Assert.True(await Log.AppendAsync("log/a", head, Some.Events(1, 3), Cancel));
        Assert.Equal(head with { Seq = 3 }, await Log.OpenAsync("log/a", Cancel));
        Assert.Equal([1, 2, 3], Numbers(await Log.ReadAfterAsync("log/a", head.Epoch, 0, 10, Cancel)));
    }

    [Fact]
    public async Task Every_member_of_an_event_comes_back_as_it_was()
    {
        var head = await Log.OpenAsync("log/a", Cancel);
        const string data = """{ "b":1,"a" : [1.50, 1e3, "\u0041 Искра 🔥 \n"],"a":null }""";
        var sent = Some.Event(1, "an id", data, "\"state\":\"ok\"");
        Assert.True(await Log.AppendAsync("log/a", head, [sent], Cancel));
        var found = Assert.Single(await Log.ReadAfterAsync("log/a", head.Epoch, 0, 1, Cancel));
        Assert.Equal(data, Encoding.UTF8.GetString(found.Draft.Data.Span));
        Assert.Equal(sent.Draft.Beside.ToArray(), found.Draft.Beside.ToArray());
        Assert.Equal(sent with { Draft = found.Draft }, found);
        Assert.Equal(sent.Draft with { Data = found.Draft.Data, Beside = found.Draft.Beside }, found.Draft);
    }

    [Fact]
    public async Task An_append_after_another_head_writes_nothing()
    {
        var head = await Log.OpenAsync("log/a", Cancel);
        Assert.True(await Log.AppendAsync("log/a", head, Some.Events(1, 2), Cancel));
        Assert.False(await Log.AppendAsync("log/a", head, Some.Events(1, 1), Cancel));
        Assert.False(await Log.AppendAsync("log/a", head with { Seq = 5 }, Some.Events(6, 1), Cancel));
        Assert.False(await Log.AppendAsync("log/a", new ChannelPosition("otherepoch00", 2), Some.Events(3, 1), Cancel));
        Assert.False(await Log.AppendAsync("log/never-opened", head, Some.Events(1, 1), Cancel));
        Assert.Equal([1, 2], Numbers(await Log.ReadAfterAsync("log/a", head.Epoch, 0, 10, Cancel)));
    }

    [Fact]
    public async Task Of_two_writers_with_the_same_head_one_succeeds()
    {
        var head = await Log.OpenAsync("log/a", Cancel);
        for (var round = 0; round < 20; round++)
        {
            var at = head with { Seq = round };
            var won = await Task.WhenAll(Enumerable.Range(0, 4).Select(writer =>
                Log.AppendAsync("log/a", at, [Some.Event(round + 1, $"{round}/{writer}")], Cancel)));
            Assert.Single(won, isWritten => isWritten);
        }

        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), Numbers(await Log.ReadAfterAsync("log/a", head.Epoch, 0, 100, Cancel)));
    }

    [Fact]
    public async Task Reads_are_limited_and_ascending_in_both_directions()
    {
        var head = await Log.OpenAsync("log/a", Cancel);
        Assert.True(await Log.AppendAsync("log/a", head, Some.Events(1, 10), Cancel));
        Assert.Equal([4, 5, 6], Numbers(await Log.ReadAfterAsync("log/a", head.Epoch, 3, 3, Cancel)));
        Assert.Equal([5, 6, 7], Numbers(await Log.ReadBeforeAsync("log/a", head.Epoch, 8, 3, Cancel)));
        Assert.Equal([9, 10], Numbers(await Log.ReadBeforeAsync("log/a", head.Epoch, long.MaxValue, 2, Cancel)));
        Assert.Empty(await Log.ReadAfterAsync("log/a", head.Epoch, 10, 3, Cancel));
        Assert.Empty(await Log.ReadAfterAsync("log/a", head.Epoch, long.MaxValue, 3, Cancel));
        Assert.Empty(await Log.ReadBeforeAsync("log/a", head.Epoch, 1, 3, Cancel));
    }

    [Fact]
    public async Task Another_epoch_or_channel_has_no_events()
    {
        var head = await Log.OpenAsync("log/a", Cancel);
        Assert.True(await Log.AppendAsync("log/a", head, Some.Events(1, 1), Cancel));
        Assert.Empty(await Log.ReadAfterAsync("log/a", "otherepoch00", 0, 10, Cancel));
        Assert.Empty(await Log.ReadAfterAsync("log/b", head.Epoch, 0, 10, Cancel));
        Assert.Empty(await Log.ReadBeforeAsync("log/b", head.Epoch, 10, 10, Cancel));
    }

    [Fact]
    public async Task An_append_of_a_thousand_events_is_taken_and_one_more_is_a_fault()
    {
        var head = await Log.OpenAsync("log/a", Cancel);
        await Assert.ThrowsAsync<ArgumentException>(() => Log.AppendAsync("log/a", head, Some.Events(1, 1_001), Cancel));
        Assert.True(await Log.AppendAsync("log/a", head, Some.Events(1, 1_000), Cancel));
        Assert.Equal(1_000, (await Log.ReadAfterAsync("log/a", head.Epoch, 0, 1_000, Cancel)).Length);
    }

    [Fact]
    public async Task Events_that_do_not_continue_the_head_are_a_fault()
    {
        var head = await Log.OpenAsync("log/a", Cancel);
        await Assert.ThrowsAsync<ArgumentException>(() => Log.AppendAsync("log/a", head, [], Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Log.AppendAsync("log/a", head, Some.Events(2, 1), Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Log.AppendAsync("log/a", head, [Some.Event(1), Some.Event(3)], Cancel));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public async Task A_read_beyond_its_bound_is_a_fault(int limit)
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Log.ReadAfterAsync("log/a", "epoch", 0, limit, Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Log.ReadBeforeAsync("log/a", "epoch", 9, limit, Cancel));
    }

    protected static IEnumerable<long> Numbers(ImmutableArray<ChannelEvent> events) => events.Select(e => e.Seq);
}
