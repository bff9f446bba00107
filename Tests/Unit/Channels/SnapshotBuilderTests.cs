using System.Text;
using System.Text.Json;
using Iskra.Channels;

namespace Iskra.Tests.Unit.Channels;

public sealed class SnapshotBuilderTests
{
    [Fact]
    public void A_state_channel_shows_its_newest_data_or_an_empty_object()
    {
        Assert.Equal("{}", Data("clarity", 0));
        Assert.Equal("{\"id\":\"e3\"}", Data("clarity", 3));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(50, 50, 1)]
    [InlineData(51, 50, 2)]
    public void Other_channels_show_the_last_50_envelopes(int events, int shown, long first)
    {
        using var document = JsonDocument.Parse(Data("alerts", events));
        var envelopes = document.RootElement.GetProperty("events").EnumerateArray().ToList();

        Assert.Equal(shown, envelopes.Count);
        Assert.All(envelopes, e => Assert.Equal("alerts", e.GetProperty("channel").GetString()));
        Assert.Equal(Enumerable.Range(0, shown).Select(i => first + i), envelopes.Select(e => e.GetProperty("seq").GetInt64()));
    }

    [Fact]
    public void A_snapshot_is_bounded_in_bytes()
    {
        var ring = new ChannelRing(ChannelRetention.Live, 1);
        for (var seq = 1; seq <= 5; seq++)
        {
            ring.Add(new ChannelEvent(seq, 0, Drafts.Sized($"e{seq}", 400_000)), 0);
        }

        using var document = JsonDocument.Parse(SnapshotBuilder.Data("room/1", ring));
        Assert.Equal([4L, 5L], document.RootElement.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("seq").GetInt64()));
    }

    private static string Data(string channel, int events)
    {
        var ring = new ChannelRing(ChannelRetention.Live, 1);
        for (var seq = 1; seq <= events; seq++)
        {
            ring.Add(new ChannelEvent(seq, 0, Drafts.One($"e{seq}")), 0);
        }

        return Encoding.UTF8.GetString(SnapshotBuilder.Data(channel, ring).Span);
    }
}
