using System.Buffers.Text;
using Iskra.Channels;
using Iskra.Gateway.Protocol;

namespace Iskra.Tests.Unit.Protocol;

public sealed class CursorTests
{
    private static readonly Dictionary<string, ChannelPosition> Two = new()
    {
        ["clarity"] = new("k3v9x1", long.MaxValue),
        ["log/" + new string('a', 124)] = new(new string('e', 64), 0),
    };

    [Fact]
    public void Positions_come_back_as_they_were()
    {
        Assert.True(Cursor.TryDecode(Cursor.Encode(Two), out var positions));
        Assert.Equal(Two.OrderBy(pair => pair.Key), positions.OrderBy(pair => pair.Key));
    }

    [Fact]
    public void A_cursor_without_channels_is_a_cursor()
    {
        Assert.True(Cursor.TryDecode(Cursor.Encode([]), out var positions));
        Assert.Empty(positions);
    }

    [Fact]
    public void A_cursor_fits_a_url_as_it_is() => Assert.DoesNotContain(Cursor.Encode(Two), character => "+/=&?# ".Contains(character));

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("AQ")]
    [InlineData("not a cursor")]
    [InlineData("AAAAAAAA")]
    public void Anything_else_is_refused(string cursor) => Assert.False(Cursor.TryDecode(cursor, out _));

    [Fact]
    public void Every_single_changed_or_missing_character_is_noticed()
    {
        var cursor = Cursor.Encode(Two);
        var bytes = Base64Url.DecodeFromChars(cursor);
        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = (byte[])bytes.Clone();
            changed[i] ^= 0x11;
            Assert.False(Cursor.TryDecode(Base64Url.EncodeToString(changed), out _), $"byte {i}");
            Assert.False(Cursor.TryDecode(Base64Url.EncodeToString(bytes.AsSpan(0, i)), out _), $"length {i}");
        }
    }

    [Fact]
    public void A_cursor_holds_1024_channels_and_not_one_more()
    {
        Assert.True(Cursor.TryDecode(Cursor.Encode(Many(Cursor.MaxChannels)), out _));
        Assert.False(Cursor.TryDecode(Cursor.Encode(Many(Cursor.MaxChannels + 1)), out _));
    }

    private static IEnumerable<KeyValuePair<string, ChannelPosition>> Many(int count) =>
        Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"c{i}", new ChannelPosition("e", i)));
}
