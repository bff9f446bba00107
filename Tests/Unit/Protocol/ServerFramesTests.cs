using System.Text;
using System.Text.Json;
using Iskra.Gateway.Protocol;
using Iskra.Metrics;

namespace Iskra.Tests.Unit.Protocol;

/// <summary>The shapes of protocol section 2, to the letter.</summary>
public sealed class ServerFramesTests
{
    private static readonly ReadOnlyMemory<byte> Ref = "7"u8.ToArray();

    [Fact]
    public void Connection_established() => Is(
        """{"type":"connection_established","session":"s","dashboard":"pulse","heartbeat_interval":30000,"resumed":false,"server_info":{"version":"1.2","features":["resume","batching","compression","heartbeat"]},"timestamp":5}""",
        ServerFrames.ConnectionEstablished("s", "pulse", TimeSpan.FromSeconds(30), false, "1.2", 5));

    [Fact]
    public void Pong_returns_the_timestamp_as_it_was() => Is(
        """{"type":"pong","timestamp":1.50,"server_time":5,"cursor":"c","ref":7}""",
        ServerFrames.Pong(Ref, "1.50"u8.ToArray(), "c", 5));

    [Fact]
    public void Pong_to_a_ping_without_a_timestamp_has_the_time_of_the_server() => Is(
        """{"type":"pong","timestamp":5,"server_time":5,"cursor":"c"}""",
        ServerFrames.Pong(default, default, "c", 5));

    [Fact]
    public void Metrics_received() => Is(
        """{"type":"metrics_received","status":"ok","count":4,"timestamp":5}""",
        ServerFrames.MetricsReceived(default, 4, 5));

    [Fact]
    public void Metric_updated_has_all_sides_of_the_band() => Is(
        """{"type":"metric_updated","metric":"pain","value":0.71,"state":"critical","band":{"min":0.2,"max":0.5,"target":null},"timestamp":5}""",
        ServerFrames.MetricUpdated(default, new("pain", 0.71, MetricState.Critical, new(0.2, 0.5, null), default), 5));

    [Fact]
    public void Subscribed_says_ok_partial_or_rejected()
    {
        ChannelReceipt[] receipts = [new("slo", "e", 3, true), new("a", "f", 0, null)];
        ChannelRejection[] rejections = [new("user/2", ErrorCode.Forbidden, "no")];
        Is(
            """{"type":"subscribed","channels":["slo","a"],"status":"partial","positions":{"slo":{"epoch":"e","seq":3,"recovered":true},"a":{"epoch":"f","seq":0}},"cursor":"c","rejected":[{"channel":"user/2","code":"forbidden","message":"no"}],"ref":7,"timestamp":5}""",
            ServerFrames.Subscribed(Ref, receipts, rejections, "c", 5));
        Assert.Contains("\"status\":\"ok\"", Text(ServerFrames.Subscribed(default, receipts, [], "c", 5)), StringComparison.Ordinal);
        Assert.Contains("\"channels\":[],\"status\":\"rejected\"", Text(ServerFrames.Subscribed(default, [], rejections, "c", 5)), StringComparison.Ordinal);
    }

    [Fact]
    public void Unsubscribed() => Is(
        """{"type":"unsubscribed","channels":["a"],"status":"ok","timestamp":5}""", ServerFrames.Unsubscribed(default, ["a"], 5));

    [Fact]
    public void Published() => Is(
        """{"type":"published","channel":"log/a","epoch":"e","seq":9,"timestamp":5}""", ServerFrames.Published(default, "log/a", "e", 9, 5));

    [Fact]
    public void History_holds_the_frames_as_they_were_sent() => Is(
        """{"type":"history","channel":"slo","events":[{"seq":1},{"seq":2}],"has_more":true,"timestamp":5}""",
        ServerFrames.History(default, "slo", ["""{"seq":1}"""u8.ToArray(), """{"seq":2}"""u8.ToArray()], true, 5));

    [Fact]
    public void Snapshot() => Is(
        """{"type":"snapshot","channel":"clarity","epoch":"e","seq":9,"data":{"clarity":0.8},"timestamp":5}""",
        ServerFrames.Snapshot("clarity", "e", 9, """{"clarity":0.8}"""u8.ToArray(), 5));

    [Fact]
    public void Error_has_only_the_members_that_apply()
    {
        Is("""{"type":"error","code":"unknown_type","message":"m","timestamp":5}""", ServerFrames.Error(new("unknown_type", "m"), default, 5));
        Is(
            """{"type":"error","code":"rate_limited","message":"m","field":"f","retry_after":0.25,"ref":7,"timestamp":5}""",
            ServerFrames.Error(new("rate_limited", "m", "f", 0.25), Ref, 5));
    }

    [Fact]
    public void A_time_to_come_back_is_never_rounded_down_to_nothing() => Assert.Contains(
        "\"retry_after\":0.001", Text(ServerFrames.Error(new("rate_limited", "m", null, 0.00002), default, 5)), StringComparison.Ordinal);

    [Fact]
    public void Text_of_clients_stays_data()
    {
        var frame = ServerFrames.Subscribed(default, [], [new("\"}<\u0000\n☃", "invalid_field", "m")], "c", 5);

        using var json = JsonDocument.Parse(frame);
        Assert.Equal("\"}<\u0000\n☃", json.RootElement.GetProperty("rejected")[0].GetProperty("channel").GetString());
        Assert.DoesNotContain((byte)'\n', frame);
    }

    private static void Is(string expected, byte[] frame) => Assert.Equal(expected, Text(frame));

    private static string Text(byte[] frame) => Encoding.UTF8.GetString(frame);
}
