using System.Diagnostics;
using System.Text;
using Iskra.Tests.Gateway.Sockets;

namespace Iskra.Tests.Gateway.Alerts;

/// <summary>What subscribers see of alerts.</summary>
public sealed class AlertEventsTests
{
    private static readonly TimeSpan WithinReach = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_metric_that_becomes_critical_is_an_alert_at_the_subscriber_within_two_seconds()
    {
        // A busy machine may spoil a measurement; the best one says what the system can do.
        var best = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 3 && best >= WithinReach; attempt++)
        {
            var took = await MeasureAlertAsync();
            best = took < best ? took : best;
        }

        Assert.True(best < WithinReach, $"It took {best}.");
    }

    private static async Task<TimeSpan> MeasureAlertAsync()
    {
        await using var gateway = await TestGateway.StartAsync();
        await using var socket = await TestSocket.ConnectAsync(gateway.Address());
        await socket.AskAsync("""{"type":"metric_update","metric":"pain","value":0.3}""", "metric_updated");
        var clock = Stopwatch.StartNew();
        await socket.SendAsync("""{"type":"metric_update","metric":"pain","value":0.71}""");
        var alert = (await socket.ReceiveAsync("alert_created")).GetProperty("data");
        var took = clock.Elapsed;
        Assert.Equal(("P0", "pain", "iskra"), (alert.GetProperty("priority").GetString(), alert.GetProperty("labels").GetProperty("metric").GetString(), alert.GetProperty("labels").GetProperty("source").GetString()));
        await socket.SendAsync("""{"type":"metric_update","metric":"pain","value":0.3}""");
        Assert.Equal("resolved", (await socket.ReceiveAsync("alert_resolved")).GetProperty("data").GetProperty("status").GetString());
        return took;
    }

    [Fact]
    public async Task A_reader_whose_position_is_gone_gets_all_alerts_and_silences()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var http = new HttpClient { BaseAddress = gateway.Http() };
        using var body = new StringContent("""[{"labels":{"alertname":"A","severity":"info"}},{"labels":{"alertname":"B","severity":"critical"}}]""", Encoding.UTF8, "application/json");
        (await http.PostAsync("/api/v2/alerts", body)).EnsureSuccessStatusCode();
        var other = await TestSocket.ConnectAsync(gateway.Address(path: "/ws/dashboard?since=" + Uri.EscapeDataString("""{"alerts":{"epoch":"another","seq":5},"silences":{"epoch":"another","seq":5}}""")));
        await using (other)
        {
            var snapshots = new[] { await other.ReceiveAsync("snapshot"), await other.ReceiveAsync("snapshot") };
            var alerts = snapshots.Single(frame => frame.GetProperty("channel").GetString() == "alerts").GetProperty("data");
            Assert.Equal(2, alerts.GetProperty("total").GetInt32());
            Assert.Equal(["B", "A"], alerts.GetProperty("alerts").EnumerateArray().Select(alert => alert.GetProperty("alertname").GetString()));
            Assert.Equal(0, snapshots.Single(frame => frame.GetProperty("channel").GetString() == "silences").GetProperty("data").GetProperty("silences").GetArrayLength());
        }
    }
}
