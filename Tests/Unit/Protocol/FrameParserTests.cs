using System.Text;
using Iskra.Gateway.Protocol;

namespace Iskra.Tests.Unit.Protocol;

public sealed class FrameParserTests
{
    [Fact]
    public void A_ping_keeps_its_timestamp_and_its_ref_as_they_were_sent()
    {
        var parsed = Parse("""{"type":"ping","timestamp":1.50,"ref":"a\u0041"}""");

        var ping = Assert.IsType<PingFrame>(parsed.Frame);
        Assert.Equal("1.50", Text(ping.Timestamp));
        Assert.Equal("\"a\\u0041\"", Text(ping.Ref));
    }

    [Fact]
    public void Members_may_come_in_any_order_and_unknown_ones_are_ignored()
    {
        var parsed = Parse("""{"x":{"type":"no"},"data":{"clarity":0.81,"trust":1},"y":[1,[2]],"source":"pi","type":"metrics"}""");

        var frame = Assert.IsType<SamplesFrame>(parsed.Frame);
        Assert.Equal([new("clarity", 0.81, null, "pi"), new("trust", 1, null, "pi")], frame.Samples);
    }

    [Fact]
    public void A_bulk_sample_may_have_its_own_time_and_source()
    {
        var parsed = Parse("""{"type":"bulk_metrics","source":"all","data":[{"metric":"a","value":1,"timestamp":1700000000000.5},{"value":-2.5e3,"metric":"b","source":"b","timestamp":"2026-11-20T22:00:00.123456+02:00"}]}""");

        var frame = Assert.IsType<SamplesFrame>(parsed.Frame);
        Assert.Equal(new SampleInput("a", 1, DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000).AddMicroseconds(500), "all"), frame.Samples[0]);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 20, 0, 0, TimeSpan.Zero).AddMicroseconds(123_456), frame.Samples[1].Timestamp);
        Assert.Equal("b", frame.Samples[1].Source);
    }

    [Fact]
    public void A_subscribe_names_each_channel_once_and_takes_positions()
    {
        var parsed = Parse("""{"type":"subscribe","channels":["slo","slo","log/a"],"since":{"slo":{"epoch":"e1","seq":7,"more":true}}}""");

        var frame = Assert.IsType<SubscribeFrame>(parsed.Frame);
        Assert.Equal(["slo", "log/a"], frame.Channels);
        Assert.Equal(new("e1", 7), frame.Since["slo"]);
    }

    [Fact]
    public void Published_data_loses_only_the_white_space_between_its_tokens()
    {
        var parsed = Parse("{\"type\":\"publish\",\"channel\":\"room/a\",\"data\": { \"a b\" : [ 1.0 ,\n \"x \\\" \\\\\" ] , \"ы\":null} }");

        Assert.Equal("{\"a b\":[1.0,\"x \\\" \\\\\"],\"ы\":null}", Text(Assert.IsType<PublishFrame>(parsed.Frame).Data));
    }

    [Theory]
    [InlineData("""{"type":"history","channel":"slo"}""", null, 100)]
    [InlineData("""{"type":"history","channel":"slo","before":1,"limit":1}""", 1L, 1)]
    [InlineData("""{"type":"history","channel":"slo","before":9,"limit":1000}""", 9L, 1000)]
    public void History_has_a_limit_and_an_end(string json, long? before, int limit)
    {
        var frame = Assert.IsType<HistoryFrame>(Parse(json).Frame);

        Assert.Equal((before, limit), (frame.Before, frame.Limit));
    }

    [Fact]
    public void A_frame_carries_a_thousand_samples_and_not_one_more()
    {
        Assert.Equal(1_000, Assert.IsType<SamplesFrame>(Parse(Bulk(1_000)).Frame).Samples.Length);
        Assert.Equal("data", Parse(Bulk(1_001)).Error?.Field);
        Assert.Equal(1_000, Assert.IsType<SamplesFrame>(Parse(Named(1_000)).Frame).Samples.Length);
        Assert.Equal("data", Parse(Named(1_001)).Error?.Field);
    }

    [Fact]
    public void A_frame_names_a_thousand_channels_and_not_one_more()
    {
        Assert.Equal(1_000, Assert.IsType<SubscribeFrame>(Parse(Channels(1_000)).Frame).Channels.Length);
        Assert.Equal(ErrorCode.InvalidField, Parse(Channels(1_001)).Error?.Code);
    }

    [Fact]
    public void Nesting_ends_at_64_levels()
    {
        Assert.IsType<HeartbeatFrame>(Parse($$"""{"type":"heartbeat","x":{{Nested(63)}}}""").Frame);
        Assert.Equal(ErrorCode.InvalidJson, Parse($$"""{"type":"heartbeat","x":{{Nested(64)}}}""").Error?.Code);
    }

    [Fact]
    public void Sixty_four_unknown_members_are_ignored_and_one_more_is_no_frame()
    {
        Assert.IsType<HeartbeatFrame>(Parse(Unknown(64)).Frame);
        Assert.Equal(ErrorCode.InvalidMessage, Parse(Unknown(65)).Error?.Code);
    }

    [Theory]
    [MemberData(nameof(BadFrames.All), MemberType = typeof(BadFrames))]
    public void A_bad_frame_is_refused_with_its_code_and_field(string json, string code, string? field)
    {
        var parsed = Parse(json);

        Assert.Null(parsed.Frame);
        Assert.Equal(code, parsed.Error!.Code);
        Assert.Equal(field, parsed.Error.Field);
        Assert.NotEmpty(parsed.Error.Message);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_no_json()
    {
        Assert.Equal(ErrorCode.InvalidJson, FrameParser.Parse([.. "{\"type\":\""u8, 0xC3, 0x28, .. "\"}"u8]).Error?.Code);
    }

    [Fact]
    public void An_error_repeats_the_ref_that_could_be_read()
    {
        Assert.Equal("7", Text(Parse("""{"ref":7,"type":"nope"}""").Ref));
        Assert.Equal("7", Text(Parse("""{"ref":7,"type":"ping","type":"ping"}""").Ref));
    }

    internal static ParsedFrame Parse(string json) => FrameParser.Parse(Encoding.UTF8.GetBytes(json));

    private static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);

    private static string Bulk(int count) =>
        $$"""{"type":"bulk_metrics","data":[{{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"metric":"m{{i}}","value":{{i}}}"""))}}]}""";

    private static string Named(int count) =>
        $$"""{"type":"metrics","data":{ {{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"m{i}\":{i}"))}} } }""";

    private static string Channels(int count) =>
        $$"""{"type":"subscribe","channels":[{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"c{i}\""))}}]}""";

    private static string Nested(int levels) => new string('[', levels) + new string(']', levels);

    private static string Unknown(int count) =>
        $$"""{"type":"heartbeat",{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"x{i}\":1"))}}}""";
}
