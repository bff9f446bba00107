using Iskra.Channels;

namespace Iskra.Tests.Unit.Channels;

public sealed class LiveChannelLogTests
{
    private readonly SettableTime _time = new();
    private readonly List<long> _committedAfter = [];
    private readonly LiveChannelLog _log;

    public LiveChannelLogTests() => _log = new LiveChannelLog("epoch", _time, _committedAfter.Add);

    [Fact]
    public async Task Events_are_numbered_at_once_with_the_time_of_their_arrival()
    {
        var call = _log.AppendAsync(Drafts.Of("a", "b"));
        Assert.True(call.IsCompletedSuccessfully);
        Assert.Equal([1L, 2L], (await call).Seqs);

        var events = (await _log.ReadAfterAsync(new ChannelPosition("epoch", 0), 10)).Events;
        Assert.All(events, e => Assert.Equal(_time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000, e.AcceptedUs));
        Assert.Equal([0L], _committedAfter);
    }

    [Fact]
    public async Task A_repeat_commits_nothing()
    {
        await _log.AppendAsync(Drafts.Of("a"));
        Assert.Equal([1L], (await _log.AppendAsync(Drafts.Of("a"))).Seqs);
        Assert.Equal([0L], _committedAfter);
    }

    [Theory]
    [InlineData("epoch", 1, true)]
    [InlineData("epoch", 0, false)]
    [InlineData("epoch", 1_001, true)]
    [InlineData("epoch", 1_002, false)]
    [InlineData("other", 1_001, false)]
    public async Task A_position_is_recovered_or_the_reader_is_told(string epoch, long seq, bool isRecovered)
    {
        await _log.AppendAsync(Drafts.Many("e", 1_000));
        _time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromMicroseconds(1));
        await _log.AppendAsync(Drafts.Of("last"));

        var page = await _log.ReadAfterAsync(new ChannelPosition(epoch, seq), 1_000);
        Assert.Equal(isRecovered, page.Recovered);
        Assert.Equal(1_001, page.HeadSeq);
        Assert.Equal(isRecovered ? 1_001 - seq : 0, page.Events.Length);
    }
}
