using System.Buffers;
using System.Text;
using System.Text.Json;
using Iskra.Channels;

namespace Iskra.Tests.Unit.Channels;

public sealed class EventEnvelopeTests
{
    [Fact]
    public void An_event_is_an_envelope() => Assert.Equal(
        """{"type":"alert_created","id":"a1","channel":"alerts","seq":7,"timestamp":"2023-11-14T22:13:20.005Z","source":"alert_processor","data":{"x":1}}""",
        Write("alerts", new ChannelEvent(7, 0, new EventDraft("a1", "alert_created", 1_700_000_000_005, "alert_processor", "{\"x\":1}"u8.ToArray()))));

    [Fact]
    public void What_stands_beside_data_follows_it() => Assert.Equal(
        """{"type":"new_message","id":"m","channel":"chat/1","seq":1,"timestamp":"1970-01-01T00:00:00.000Z","source":"chat","data":{},"client_id":"c"}""",
        Write("chat/1", new ChannelEvent(1, 0, new EventDraft("m", "new_message", 0, "chat", "{}"u8.ToArray(), "\"client_id\":\"c\""u8.ToArray()))));

    [Fact]
    public void A_live_value_of_a_metric_has_its_time_as_a_number_and_no_id() => Assert.Equal(
        """{"type":"metrics","channel":"clarity","seq":9,"timestamp":1700000000005,"data":{"clarity":0.81},"state":"ok"}""",
        Write("clarity", new ChannelEvent(9, 0, new EventDraft(
            "x", "metrics", 1_700_000_000_005, "metrics", "{\"clarity\":0.81}"u8.ToArray(), "\"state\":\"ok\""u8.ToArray()))));

    [Fact]
    public void The_pulse_is_a_live_value() => Assert.StartsWith(
        """{"type":"pulse","channel":"pulse","seq":1,"timestamp":0,"data":""",
        Write("pulse", new ChannelEvent(1, 0, new EventDraft("x", "pulse", 0, "metrics", "{}"u8.ToArray()))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("clarity", "metrics", true)]
    [InlineData("pulse", "pulse", true)]
    [InlineData("clarity", "slo_changed", false)]
    [InlineData("room/1", "metrics", false)]
    [InlineData("slo", "pulse", false)]
    public void Channel_kind_and_type_decide_what_is_live(string channel, string type, bool expected) =>
        Assert.Equal(expected, EventEnvelope.IsLive(channel, type));

    [Theory]
    [InlineData("plain")]
    [InlineData("\"quoted\" and \\ back")]
    [InlineData("line\r\nbreak\t\u0001")]
    [InlineData("Искра 火 \U0001F525 </script>")]
    [InlineData("\u2028\u2029\u007f")]
    public void Any_text_comes_back_from_the_json(string text)
    {
        var json = Write("log/x", new ChannelEvent(1, 0, new EventDraft(text, text, 0, text, "{}"u8.ToArray())));

        Assert.DoesNotContain('\n', json);
        using var document = JsonDocument.Parse(json);
        Assert.Equal(text, document.RootElement.GetProperty("id").GetString());
        Assert.Equal(text, document.RootElement.GetProperty("type").GetString());
        Assert.Equal(text, document.RootElement.GetProperty("source").GetString());
    }

    [Fact]
    public void Half_a_surrogate_pair_becomes_the_replacement_character() =>
        Assert.Contains("\"id\":\"a\uFFFDb\"", Write("log/x", new ChannelEvent(1, 0, Drafts.One("a\uD800b"))), StringComparison.Ordinal);

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(1)]
    public void The_longest_fields_fit(long seq)
    {
        var text = new string('\u0001', DraftRules.MaxTextLength);
        var channel = new string('a', ChannelName.MaxLength);
        var draft = new EventDraft(text, text, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds(), text, "1"u8.ToArray(), "\"b\":2"u8.ToArray());

        using var document = JsonDocument.Parse(Write(channel, new ChannelEvent(seq, 0, draft)));
        Assert.Equal(seq, document.RootElement.GetProperty("seq").GetInt64());
        Assert.Equal("9999-12-31T23:59:59.999Z", document.RootElement.GetProperty("timestamp").GetString());
    }

    [Fact]
    public void Writing_says_how_much_was_written_and_allocates_nothing()
    {
        var output = new ArrayBufferWriter<byte>(4096);
        var channelEvent = new ChannelEvent(1, 0, Drafts.One("e1"));
        Assert.Equal(EventEnvelope.Write(output, "log/x", channelEvent), output.WrittenCount);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
        {
            output.ResetWrittenCount();
            EventEnvelope.Write(output, "log/x", channelEvent);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static string Write(string channel, ChannelEvent channelEvent)
    {
        var output = new ArrayBufferWriter<byte>();
        EventEnvelope.Write(output, channel, channelEvent);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
