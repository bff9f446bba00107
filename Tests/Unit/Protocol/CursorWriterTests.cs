using System.Buffers;
using System.Text;
using Iskra.Channels;
using Iskra.Gateway.Protocol;

namespace Iskra.Tests.Unit.Protocol;

public sealed class CursorWriterTests
{
    [Fact]
    public void What_it_writes_is_what_the_cursor_of_the_same_positions_is()
    {
        var writer = new CursorWriter();
        var expected = new List<KeyValuePair<string, ChannelPosition>>();
        Assert.Equal(Cursor.Encode(expected), writer.ToString());
        for (var i = 0; i < 100; i++)
        {
            var position = new ChannelPosition("epoch" + i, i % 7 == 0 ? long.MaxValue : 1L << (i % 62));
            expected.Add(new("room/" + i, position));
            writer.Set("room/" + i, position);
        }

        var output = new ArrayBufferWriter<byte>();
        writer.WriteTo(output);
        Assert.Equal(Cursor.Encode(expected), Encoding.ASCII.GetString(output.WrittenSpan));
        Assert.Equal(Cursor.Encode(expected), writer.ToString());
    }

    [Fact]
    public void Positions_move_epochs_change_and_channels_go()
    {
        var writer = new CursorWriter();
        writer.Set("a", new ChannelPosition("e1", 1));
        writer.Set("b", new ChannelPosition("e1", 1));
        writer.Set("a", new ChannelPosition("e1", 300));
        writer.Set("b", new ChannelPosition("longer-epoch", 2));
        writer.Remove("unknown");
        Assert.True(Cursor.TryDecode(writer.ToString(), out var positions));
        Assert.Equal(new ChannelPosition("e1", 300), positions["a"]);
        Assert.Equal(new ChannelPosition("longer-epoch", 2), positions["b"]);
        writer.Remove("a");
        Assert.True(Cursor.TryDecode(writer.ToString(), out positions));
        Assert.Equal(["b"], positions.Keys);
    }
}
