using System.Net.Mail;
using System.Text;
using System.Text.Json;
using Iskra.Alerts;
using Iskra.Notifications;
using Iskra.Silo.Notifications;

namespace Iskra.Tests.Unit.Notifications;

public class MessageTests
{
    private const string Evil = "<!channel> <http://evil.example|click> & *bold*\u202e\r\nBcc: x";

    private static readonly NotificationSettings Settings = new() { ExternalUrl = new Uri("https://iskra.example.com/") };

    [Fact]
    public void Slack_shows_text_of_alerts_as_it_is()
    {
        var text = Texts(Slack(SomeNotification.Step("key", alerts: SomeNotification.Alert(Evil)))).ToArray();
        Assert.All(text, part => Assert.DoesNotContain('<', part));
        Assert.Contains(text, part => part.Contains("&lt;!channel&gt; &lt;http://evil.example|click&gt; &amp; *bold*", StringComparison.Ordinal));
        Assert.All(Objects(Slack(SomeNotification.Step("key"))), block => Assert.NotEqual("mrkdwn", Type(block)));
    }

    [Fact]
    public void Slack_gets_no_more_than_it_takes()
    {
        var huge = SomeNotification.Alert("x") with { Annotations = LabelSet.Of([.. Enumerable.Range(0, 40).Select(i => ($"a{i:d2}", new string('&', 5_000)))]) };
        var notification = SomeNotification.Step("key", alerts: [.. Enumerable.Range(0, 100).Select(i => huge with { Fingerprint = $"{i:x16}" })]) with { TruncatedAlerts = 7 };
        var json = Slack(notification);
        var blocks = json.GetProperty("attachments")[0].GetProperty("blocks").EnumerateArray().ToArray();
        Assert.Equal(SlackMessage.MaxAlerts + 2, blocks.Length);
        Assert.All(Texts(json), text => Assert.True(text.Length <= 3_000, $"{text.Length} characters"));
        Assert.Contains(Texts(json), text => text == "and 97 more alerts");
    }

    [Fact]
    public void Slack_gets_channel_and_name_where_they_are_configured()
    {
        var json = JsonDocument.Parse(SlackMessage.Write(
            SomeNotification.Step("key"), SomeNotification.Slack() with { Channel = "#ops", Username = "Iskra" }, Settings)).RootElement;
        Assert.Equal(("#ops", "Iskra"), (json.GetProperty("channel").GetString(), json.GetProperty("username").GetString()));
        Assert.False(Slack(SomeNotification.Step("key")).TryGetProperty("channel", out _));
    }

    [Fact]
    public void The_webhook_is_that_of_Alertmanager()
    {
        var other = SomeNotification.Alert("Other", AlertStatus.Resolved);
        var notification = SomeNotification.Step("key", step: 0, alerts: [SomeNotification.Alert("One"), other]) with
        {
            GroupKey = "{}:{job=\"x\"}",
            GroupLabels = LabelSet.Of(("job", "x")),
            TruncatedAlerts = 3,
        };
        var json = JsonDocument.Parse(WebhookMessage.Write(notification, SomeNotification.Webhook(), Settings)).RootElement;
        Assert.Equal(
            ["receiver", "status", "alerts", "groupLabels", "commonLabels", "commonAnnotations", "externalURL", "version", "groupKey", "truncatedAlerts"],
            json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            ("team", "firing", "4", "{}:{job=\"x\"}", 3, "https://iskra.example.com"),
            (json.GetProperty("receiver").GetString(), json.GetProperty("status").GetString(), json.GetProperty("version").GetString(),
                json.GetProperty("groupKey").GetString(), json.GetProperty("truncatedAlerts").GetInt32(), json.GetProperty("externalURL").GetString()));
        Assert.Equal(["instance", "priority", "severity"], json.GetProperty("commonLabels").EnumerateObject().Select(label => label.Name));
        var alerts = json.GetProperty("alerts").EnumerateArray().ToArray();
        Assert.Equal(["0001-01-01T00:00:00Z", "2030-01-01T12:05:00.000Z"], alerts.Select(alert => alert.GetProperty("endsAt").GetString()));
        Assert.Equal(["firing", "resolved"], alerts.Select(alert => alert.GetProperty("status").GetString()));
        Assert.Equal(other.Fingerprint, alerts[1].GetProperty("fingerprint").GetString());
    }

    [Fact]
    public void The_webhook_shows_as_many_alerts_as_are_wanted_and_counts_the_others()
    {
        var notification = SomeNotification.Step("key", alerts: [.. Enumerable.Range(0, 5).Select(i => SomeNotification.Alert($"{i}"))]) with { TruncatedAlerts = 1 };
        var json = JsonDocument.Parse(WebhookMessage.Write(notification, SomeNotification.Webhook() with { MaxAlerts = 2 }, Settings)).RootElement;
        Assert.Equal((2, 4), (json.GetProperty("alerts").GetArrayLength(), json.GetProperty("truncatedAlerts").GetInt32()));
    }

    [Fact]
    public void PagerDuty_finds_the_incident_of_an_alert_again_whatever_it_was_told_with()
    {
        var firing = PagerDutyEvent.Parts(SomeNotification.Step("a", alerts: [SomeNotification.Alert("x"), SomeNotification.Alert("y")]));
        var resolved = PagerDutyEvent.Parts(SomeNotification.Step("b", alerts: SomeNotification.Alert("x", AlertStatus.Resolved)));
        Assert.Equal(2, firing.Length);
        Assert.Equal(PagerDutyEvent.DedupKey(firing[0]), PagerDutyEvent.DedupKey(resolved[0]));
        Assert.NotEqual(PagerDutyEvent.DedupKey(firing[0]), PagerDutyEvent.DedupKey(firing[1]));
        Assert.Equal(["trigger", "trigger", "resolve"], firing.Concat(resolved).Select(PagerDutyEvent.Action));
    }

    [Fact]
    public void PagerDuty_has_one_incident_for_a_group_of_a_route()
    {
        var firing = Assert.Single(PagerDutyEvent.Parts(SomeNotification.Step("a", step: 0, alerts: [SomeNotification.Alert("x"), SomeNotification.Alert("y")]) with { GroupKey = "g" }));
        var resolved = Assert.Single(PagerDutyEvent.Parts(SomeNotification.Step("b", step: 0, alerts: SomeNotification.Alert("x", AlertStatus.Resolved)) with { GroupKey = "g" }));
        Assert.Equal(PagerDutyEvent.DedupKey(firing), PagerDutyEvent.DedupKey(resolved));
        Assert.Equal("resolve", PagerDutyEvent.Action(resolved));
    }

    [Fact]
    public void PagerDuty_hears_that_somebody_takes_care()
    {
        var alert = SomeNotification.Alert("x") with { Acknowledgement = new AlertAcknowledgement("Ann", SomeNotification.Noon) };
        Assert.Equal("acknowledge", PagerDutyEvent.Action(SomeNotification.Step("a", alerts: alert)));
    }

    [Fact]
    public void PagerDuty_gets_no_more_than_it_takes()
    {
        var huge = SomeNotification.Alert(new string('x', 5_000)) with { Annotations = LabelSet.Of([.. Enumerable.Range(0, 64).Select(i => ($"a{i:d2}", new string('я', 5_000)))]) };
        var part = SomeNotification.Step("a", step: 0, alerts: [.. Enumerable.Repeat(huge, 100)]);
        var body = PagerDutyEvent.Write(part, "key", Settings);
        Assert.True(body.Length < 512 * 1024, $"{body.Length} bytes");
        Assert.True(JsonDocument.Parse(body).RootElement.GetProperty("payload").GetProperty("summary").GetString()!.Length <= PagerDutyEvent.MaxSummaryLength);
    }

    [Fact]
    public void Lines_of_mail_are_short_and_plain()
    {
        var notification = SomeNotification.Step("key", alerts: SomeNotification.Alert(string.Concat(Enumerable.Repeat("Искра🔥 ", 100))));
        var text = EmailMessage.Write(notification, new MailAddress("iskra@example.com"), EmailMessage.Addresses("a@example.com, b@example.com"), Settings);
        Assert.All(text.Split("\r\n"), line => Assert.True(line.Length <= 78, line));
        Assert.All(text, character => Assert.True(character is '\r' or '\n' or (>= ' ' and < (char)127)));
        Assert.Equal(text.Count(character => character == '\n'), text.Split("\r\n").Length - 1);
    }

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("a\r\nb\u0000c\u2028d", 20, "a  b c d")]
    [InlineData("ab🔥", 4, "ab🔥")]
    [InlineData("ab🔥c", 4, "ab…")]
    public void A_line_is_one_line_and_is_cut_between_characters(string text, int max, string line)
    {
        Assert.Equal(line, AlertText.Line(text, max));
        Assert.Equal(line.Length, Encoding.Unicode.GetString(Encoding.Unicode.GetBytes(line)).Length);
    }

    private static JsonElement Slack(Notification notification) =>
        JsonDocument.Parse(SlackMessage.Write(notification, SomeNotification.Slack(), Settings)).RootElement;

    private static IEnumerable<string> Texts(JsonElement json) => Objects(json)
        .Where(item => item.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String)
        .Select(item => item.GetProperty("text").GetString()!);

    private static string? Type(JsonElement block) => block.TryGetProperty("type", out var type) ? type.GetString() : null;

    private static IEnumerable<JsonElement> Objects(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => Objects(member.Value)).Prepend(json),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Objects),
        _ => [],
    };
}
