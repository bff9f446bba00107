using Iskra.Alerts;
using Iskra.Notifications;
using Iskra.Silo.Notifications;
using Iskra.Tests.Receivers;

namespace Iskra.Tests.Grains.Notifications;

/// <summary>Slack, PagerDuty and webhooks over real sockets, with servers that misbehave.</summary>
public class HttpNotifierTests
{
    private static readonly NotificationSettings Settings = new();

    [Fact]
    public async Task Slack_is_told_once_it_says_ok()
    {
        await using var server = new HttpStub();
        var outcome = await SendAsync(SomeNotification.Slack(server.Url));
        Assert.Equal(NotifyOutcome.Sent, outcome);
        var seen = Assert.Single(server.Seen);
        Assert.Equal("POST /services/T000/the-secret-path HTTP/1.1", seen.Line);
        Assert.StartsWith("application/json", seen.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal(DeliveryId.Of("key"), seen.Headers["Idempotency-Key"]);
        Assert.Equal("[P0 FIRING] key: pain is 0.71", seen.Json.GetProperty("text").GetString());
    }

    [Theory]
    [InlineData(500, NotifyOutcomeKind.NotSent)]
    [InlineData(503, NotifyOutcomeKind.NotSent)]
    [InlineData(429, NotifyOutcomeKind.NotSent)]
    [InlineData(408, NotifyOutcomeKind.NotSent)]
    [InlineData(504, NotifyOutcomeKind.Unknown)]
    [InlineData(400, NotifyOutcomeKind.Rejected)]
    [InlineData(403, NotifyOutcomeKind.Rejected)]
    [InlineData(410, NotifyOutcomeKind.Rejected)]
    public async Task The_status_says_whether_to_try_again(int status, NotifyOutcomeKind kind)
    {
        await using var server = new HttpStub();
        server.AnswerWith(status, "the-secret-path");
        foreach (var integration in All(server.Url))
        {
            var outcome = await SendAsync(integration);
            Assert.Equal(kind, outcome.Kind);
            Assert.Equal($"its server answered with HTTP {status}", outcome.Problem);
        }
    }

    [Theory]
    [InlineData("Retry-After: 7", 7)]
    [InlineData("Retry-After: Tue, 01 Jan 2030 12:01:30 GMT", 90)]
    [InlineData("Retry-After: Tue, 01 Jan 2030 11:00:00 GMT", 0)]
    [InlineData("Retry-After: 999999", 3_600)]
    public async Task Retry_after_is_heard_as_seconds_and_as_a_date_up_to_an_hour(string header, double seconds)
    {
        await using var server = new HttpStub();
        server.AnswerWith(429, "", header);
        Assert.Equal(TimeSpan.FromSeconds(seconds), (await SendAsync(SomeNotification.Slack(server.Url))).RetryAfter);
    }

    [Theory]
    [InlineData("Retry-After: soon")]
    [InlineData("X: y")]
    public async Task A_retry_after_that_makes_no_sense_is_none(string header)
    {
        await using var server = new HttpStub();
        server.AnswerWith(429, "", header);
        Assert.Null((await SendAsync(SomeNotification.Slack(server.Url))).RetryAfter);
    }

    [Fact]
    public async Task A_redirection_is_not_followed()
    {
        await using var target = new HttpStub();
        await using var server = new HttpStub();
        server.AnswerWith(307, "", $"Location: {target.Url}");
        Assert.Equal(NotifyOutcomeKind.Rejected, (await SendAsync(SomeNotification.Slack(server.Url))).Kind);
        Assert.Empty(target.Seen);
    }

    [Fact]
    public async Task A_page_in_place_of_ok_is_no_answer_of_Slack()
    {
        await using var server = new HttpStub();
        server.AnswerWith(200, "<html>Log in to the network</html>");
        Assert.Equal(NotifyOutcomeKind.Unknown, (await SendAsync(SomeNotification.Slack(server.Url))).Kind);
        Assert.Equal(NotifyOutcomeKind.Sent, (await SendAsync(SomeNotification.Webhook(server.Url))).Kind);
    }

    [Fact]
    public async Task Nobody_knows_what_became_of_it_when_the_connection_is_reset_after_the_request()
    {
        await using var server = new HttpStub();
        server.ResetAfterReading();
        foreach (var integration in All(server.Url)) Assert.Equal(NotifyOutcomeKind.Unknown, (await SendAsync(integration)).Kind);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_counts_by_its_status_but_not_for_Slack()
    {
        await using var server = new HttpStub();
        server.Answer = async (_, _, stream, token) => await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no"u8.ToArray(), token);
        Assert.Equal(NotifyOutcomeKind.Unknown, (await SendAsync(SomeNotification.Slack(server.Url))).Kind);
        Assert.Equal(NotifyOutcomeKind.Sent, (await SendAsync(SomeNotification.PagerDuty(server.Url))).Kind);
    }

    [Fact]
    public async Task Garbage_is_no_answer()
    {
        await using var server = new HttpStub();
        server.Answer = async (_, _, stream, token) => await stream.WriteAsync("SSH-2.0-OpenSSH_9.2\r\n\r\n"u8.ToArray(), token);
        Assert.Equal(NotifyOutcomeKind.Unknown, (await SendAsync(SomeNotification.Webhook(server.Url))).Kind);
    }

    [Fact]
    public async Task Of_an_endless_answer_only_the_beginning_is_read()
    {
        await using var server = new HttpStub();
        server.Answer = async (_, _, stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n"u8.ToArray(), token);
            while (true) await stream.WriteAsync(new byte[65_536], token);
        };
        Assert.Equal(NotifyOutcomeKind.Sent, (await SendAsync(SomeNotification.Webhook(server.Url))).Kind);
    }

    [Fact]
    public async Task Endless_headers_are_no_answer()
    {
        await using var server = new HttpStub();
        server.Answer = async (_, _, stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), token);
            while (true) await stream.WriteAsync("X-More: and more and more and more\r\n"u8.ToArray(), token);
        };
        Assert.Equal(NotifyOutcomeKind.Unknown, (await SendAsync(SomeNotification.Webhook(server.Url))).Kind);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_and_nobody_knows()
    {
        await using var server = new HttpStub();
        var reached = new TaskCompletionSource();
        server.Answer = (_, _, _, token) =>
        {
            reached.SetResult();
            return Task.Delay(Timeout.Infinite, token);
        };
        using var bound = new CancellationTokenSource();
        var sending = Notifier().SendAsync(Request(SomeNotification.Slack(server.Url)), bound.Token);
        await reached.Task.WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);
        await bound.CancelAsync();
        Assert.Equal(NotifyOutcome.Unknown("its server did not answer in time"), await sending.WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_gets_nothing()
    {
        using var certificate = new TestCertificate();
        await using var server = new HttpStub(certificate);
        var outcome = await SendAsync(SomeNotification.Slack(server.Url));
        Assert.Equal(NotifyOutcomeKind.NotSent, outcome.Kind);
        Assert.Contains("certificate", outcome.Problem, StringComparison.Ordinal);
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task A_certificate_of_a_file_is_trusted_if_it_is_for_the_host()
    {
        using var right = new TestCertificate();
        await using var server = new HttpStub(right);
        var slack = SomeNotification.Slack(server.Url);
        Assert.Equal(NotifyOutcome.Sent, await SendAsync(slack with { Http = new HttpSettings { CaFile = right.CaFile } }));

        using var wrong = new TestCertificate("somewhere.example");
        await using var other = new HttpStub(wrong);
        Assert.Equal(NotifyOutcomeKind.NotSent, (await SendAsync(SomeNotification.Slack(other.Url) with { Http = new HttpSettings { CaFile = wrong.CaFile } })).Kind);
        Assert.Equal(NotifyOutcome.Sent, await SendAsync(SomeNotification.Slack(other.Url) with { Http = new HttpSettings { InsecureSkipVerify = true } }));
    }

    [Fact]
    public async Task What_cannot_be_reached_or_read_was_not_sent()
    {
        using var silent = new ClosedPort();
        Assert.Equal(NotifyOutcomeKind.NotSent, (await SendAsync(SomeNotification.Slack($"http://127.0.0.1:{silent.Number}/x"))).Kind);
        Assert.Equal(NotifyOutcomeKind.NotSent, (await SendAsync(SomeNotification.Slack("http://no-such-host.invalid/x"))).Kind);
        Assert.Equal(NotifyOutcomeKind.NotSent, (await SendAsync(SomeNotification.Slack("${ISKRA_TEST_NO_SUCH_VARIABLE}"))).Kind);
        Assert.Equal(NotifyOutcomeKind.NotSent, (await SendAsync(SomeNotification.Slack() with { ApiUrl = Secret.FromFile("/no/such/file") })).Kind);
        Assert.Equal(NotifyOutcomeKind.NotSent, (await SendAsync(SomeNotification.PagerDuty() with { RoutingKey = Secret.FromFile("/no/such/file") })).Kind);
        Assert.Equal(NotifyOutcomeKind.Rejected, (await SendAsync(SomeNotification.Slack("ftp://localhost/x"))).Kind);
    }

    [Fact]
    public async Task Credentials_go_into_the_header_and_nowhere_else()
    {
        await using var server = new HttpStub();
        var webhook = SomeNotification.Webhook(server.Url);
        await SendAsync(webhook with { Http = new HttpSettings { AuthorizationCredentials = Secret.Of("the-token") } });
        await SendAsync(webhook with { Http = new HttpSettings { BasicUsername = "ann", BasicPassword = Secret.Of("pass") } });
        Assert.Equal(["Bearer the-token", "Basic YW5uOnBhc3M="], server.Seen.Select(seen => seen.Headers["Authorization"]));
    }

    [Fact]
    public async Task PagerDuty_gets_an_event_for_each_alert_and_none_of_them_twice()
    {
        await using var server = new HttpStub();
        server.Answer = (_, _, stream, token) => HttpStub.WriteAsync(stream, server.Seen.Count == 2 ? 500 : 202, """{"status":"success"}""", token);
        var request = Request(SomeNotification.PagerDuty(server.Url), SomeNotification.Alert("a"), SomeNotification.Alert("b"), SomeNotification.Alert("c"));
        var first = await Notifier().SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((NotifyOutcomeKind.NotSent, 1), (first.Kind, first.PartsSent));
        var second = await Notifier().SendAsync(request with { PartsSent = first.PartsSent }, TestContext.Current.CancellationToken);
        Assert.Equal((NotifyOutcomeKind.Sent, 3), (second.Kind, second.PartsSent));
        Assert.Equal(["a", "b", "b", "c"], server.Seen.Select(seen => seen.Json.GetProperty("payload").GetProperty("class").GetString()));
        Assert.Equal("the-routing-key", server.Seen[0].Json.GetProperty("routing_key").GetString());
        Assert.Equal(server.Seen[1].Headers["Idempotency-Key"], server.Seen[2].Headers["Idempotency-Key"]);
    }

    private static ReceiverIntegration[] All(string url) => [SomeNotification.Slack(url), SomeNotification.PagerDuty(url), SomeNotification.Webhook(url)];

    private static Notifiers Notifier() => new(Settings, new ManualTime());

    private static NotifyRequest Request(ReceiverIntegration integration, params AlertView[] alerts) => new(SomeNotification.Step("key", alerts: alerts), integration);

    private static async Task<NotifyOutcome> SendAsync(ReceiverIntegration integration)
    {
        var outcome = await Notifier().SendAsync(Request(integration), TestContext.Current.CancellationToken).WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("secret", outcome.Problem ?? string.Empty, StringComparison.Ordinal);
        return outcome with { PartsSent = 0 };
    }
}
