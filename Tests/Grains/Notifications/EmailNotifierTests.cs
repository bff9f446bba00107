using System.Text;
using Iskra.Alerts;
using Iskra.Notifications;
using Iskra.Silo.Notifications;
using Iskra.Tests.Receivers;

namespace Iskra.Tests.Grains.Notifications;

/// <summary>E-mail over real sockets, with mail servers that misbehave.</summary>
public class EmailNotifierTests
{
    [Fact]
    public async Task A_message_is_delivered_over_tls_and_with_a_password()
    {
        using var certificate = new TestCertificate();
        await using var server = new SmtpStub(certificate);
        Assert.Equal(NotifyOutcome.Sent, await SendAsync(Secure(server, certificate)));
        Assert.Equal(
            [
                "EHLO localhost", "STARTTLS", "TLS EHLO localhost", $"TLS AUTH PLAIN {Base64("\0ann\0the-password")}",
                "TLS MAIL FROM:<iskra@example.com>", "TLS RCPT TO:<ops@example.com>", "TLS DATA", "TLS QUIT",
            ],
            await LinesAsync(server, 8));
        var (headers, body) = Parse(Assert.Single(server.Messages));
        Assert.Equal("iskra@example.com", headers["From"]);
        Assert.EndsWith(" <ops@example.com>", headers["To"], StringComparison.Ordinal);
        Assert.Equal($"<{DeliveryId.Of("key")}@example.com>", headers["Message-ID"]);
        Assert.Equal("Tue, 01 Jan 2030 12:00:00 +0000", headers["Date"]);
        Assert.Equal("[P0 FIRING] key: pain is 0.71", headers["Subject"]);
        Assert.Contains("summary: pain is 0.71\r\n", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_only_knows_login_is_served()
    {
        await using var server = new SmtpStub { Offers = ["AUTH LOGIN"] };
        server.Reply = line => line == Base64("ann") ? "334 UGFzc3dvcmQ6" : line == Base64("the-password") ? "235 welcome" : null;
        Assert.Equal(NotifyOutcome.Sent, await SendAsync(Plain(server) with { AuthUsername = "ann", AuthPassword = Secret.Of("the-password") }));
    }

    [Fact]
    public async Task Where_tls_is_asked_for_and_not_offered_nothing_is_sent()
    {
        await using var server = new SmtpStub();
        var outcome = await SendAsync(Plain(server) with { RequireTls = true, AuthUsername = "ann", AuthPassword = Secret.Of("the-password") });
        Assert.Equal(NotifyOutcomeKind.NotSent, outcome.Kind);
        Assert.Contains("STARTTLS", outcome.Problem, StringComparison.Ordinal);
        Assert.Equal(["EHLO localhost"], server.Lines);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_gets_no_password()
    {
        using var certificate = new TestCertificate();
        await using var server = new SmtpStub(certificate);
        var outcome = await SendAsync(Secure(server, certificate) with { CaFile = null });
        Assert.Equal(NotifyOutcomeKind.NotSent, outcome.Kind);
        Assert.Contains("certificate", outcome.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Lines, line => line.Contains("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_slipped_in_before_tls_ends_the_connection()
    {
        using var certificate = new TestCertificate();
        await using var server = new SmtpStub(certificate) { Injected = "\r\n250 injected" };
        var outcome = await SendAsync(Secure(server, certificate));
        Assert.Equal(NotifyOutcomeKind.NotSent, outcome.Kind);
        Assert.Empty(server.Messages);
    }

    [Theory]
    [InlineData("MAIL", "451 later", NotifyOutcomeKind.NotSent)]
    [InlineData("MAIL", "550 never", NotifyOutcomeKind.Rejected)]
    [InlineData("RCPT", "450 later", NotifyOutcomeKind.NotSent)]
    [InlineData("RCPT", "550 never", NotifyOutcomeKind.Rejected)]
    [InlineData("DATA", "421 leaving", NotifyOutcomeKind.NotSent)]
    [InlineData(".", "452 full", NotifyOutcomeKind.NotSent)]
    [InlineData(".", "554 spam", NotifyOutcomeKind.Rejected)]
    [InlineData("EHLO", "what?", NotifyOutcomeKind.NotSent)]
    [InlineData("MAIL", "", NotifyOutcomeKind.NotSent)]
    [InlineData("DATA", "", NotifyOutcomeKind.NotSent)]
    [InlineData(".", "", NotifyOutcomeKind.Unknown)]
    public async Task Each_reply_and_each_break_has_its_meaning(string command, string reply, NotifyOutcomeKind kind)
    {
        await using var server = new SmtpStub();
        server.Reply = line => line.Split(' ', ':')[0] == command ? reply : null;
        Assert.Equal(kind, (await SendAsync(Plain(server))).Kind);
    }

    [Fact]
    public async Task A_wrong_password_is_not_tried_again()
    {
        using var certificate = new TestCertificate();
        await using var server = new SmtpStub(certificate);
        server.Reply = line => line.StartsWith("AUTH", StringComparison.Ordinal) ? "535 the-password is wrong" : null;
        var outcome = await SendAsync(Secure(server, certificate));
        Assert.Equal((NotifyOutcomeKind.Rejected, "its server refused user and password with 535"), (outcome.Kind, outcome.Problem));
    }

    [Fact]
    public async Task If_some_recipients_are_refused_the_others_get_it_and_it_is_told()
    {
        await using var server = new SmtpStub();
        server.Reply = line => line.Contains("gone@", StringComparison.Ordinal) ? "550 no such user" : null;
        var outcome = await SendAsync(Plain(server) with { To = "ops@example.com, gone@example.com" });
        Assert.Equal((NotifyOutcomeKind.Sent, "its server refused 1 of 2 recipients with 550"), (outcome.Kind, outcome.Problem));
        Assert.Single(server.Messages);
    }

    [Theory]
    [InlineData(".", NotifyOutcomeKind.Unknown)]
    [InlineData("MAIL FROM:<iskra@example.com>", NotifyOutcomeKind.NotSent)]
    public async Task A_server_that_falls_silent_is_given_up(string silentAt, NotifyOutcomeKind kind)
    {
        await using var server = new SmtpStub();
        var reached = new TaskCompletionSource();
        server.Reply = line =>
        {
            if (line != silentAt) return null;
            reached.TrySetResult();
            return "…";
        };
        using var bound = new CancellationTokenSource();
        var sending = new EmailNotifier(new NotificationSettings()).SendAsync(SomeNotification.Step("key"), Plain(server), bound.Token);
        await reached.Task.WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);
        await bound.CancelAsync();
        Assert.Equal(kind, (await sending.WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken)).Kind);
    }

    [Fact]
    public async Task A_line_or_a_reply_without_end_is_no_reply()
    {
        await using var line = new SmtpStub { Greeting = "220 " + new string('x', SmtpConnection.MaxLineBytes) };
        Assert.Equal(NotifyOutcomeKind.NotSent, (await SendAsync(Plain(line))).Kind);
        await using var reply = new SmtpStub { Greeting = string.Join("\r\n", Enumerable.Repeat("220-more", SmtpConnection.MaxLines + 1)) };
        Assert.Equal(NotifyOutcomeKind.NotSent, (await SendAsync(Plain(reply))).Kind);
    }

    [Fact]
    public async Task Text_of_an_alert_makes_no_header_no_command_and_no_end()
    {
        await using var server = new SmtpStub();
        var evil = SomeNotification.Alert("x\r\nBcc: evil@example.com\r\n\r\n.\r\nMAIL FROM:<evil@example.com>");
        var request = new NotifyRequest(SomeNotification.Step("key", alerts: evil), Plain(server));
        Assert.Equal(NotifyOutcome.Sent, await new Notifiers(new NotificationSettings(), TimeProvider.System).SendAsync(request, TestContext.Current.CancellationToken));
        var (headers, body) = Parse(Assert.Single(server.Messages));
        Assert.DoesNotContain("Bcc", headers.Keys);
        Assert.Contains("Bcc: evil@example.com", headers["Subject"], StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nBcc", body, StringComparison.Ordinal);
        Assert.Single(await LinesAsync(server, 5), text => text.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_repetition_is_the_same_message_byte_for_byte()
    {
        await using var server = new SmtpStub();
        await SendAsync(Plain(server));
        await SendAsync(Plain(server));
        Assert.Equal(server.Messages[0], server.Messages[1]);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("öps@example.com")]
    [InlineData("a@example.com, b")]
    public async Task Addresses_that_are_none_are_rejected(string to)
    {
        await using var server = new SmtpStub();
        Assert.Equal(NotifyOutcomeKind.Rejected, (await SendAsync(Plain(server) with { To = to })).Kind);
        Assert.Empty(server.Lines);
    }

    private static EmailIntegration Plain(SmtpStub server) => SomeNotification.Email(server.Port);

    private static EmailIntegration Secure(SmtpStub server, TestCertificate certificate) => Plain(server) with
    {
        RequireTls = true,
        CaFile = certificate.CaFile,
        AuthUsername = "ann",
        AuthPassword = Secret.Of("the-password"),
    };

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static async Task<IReadOnlyList<string>> LinesAsync(SmtpStub server, int count)
    {
        await Eventually.TrueAsync(() => server.Lines.Count >= count, $"{count} lines have come");
        return server.Lines;
    }

    private static (Dictionary<string, string> Headers, string Body) Parse(string message)
    {
        var end = message.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var headers = message[..end].Replace("\r\n ", string.Empty, StringComparison.Ordinal).Split("\r\n")
            .Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => Decode(pair[1]));
        return (headers, Encoding.UTF8.GetString(Convert.FromBase64String(message[end..])));
    }

    private static string Decode(string value) => System.Text.RegularExpressions.Regex.Replace(
        value, @"=\?utf-8\?B\?([^?]*)\?=", word => Encoding.UTF8.GetString(Convert.FromBase64String(word.Groups[1].Value)));

    private static async Task<NotifyOutcome> SendAsync(EmailIntegration integration)
    {
        var outcome = await new EmailNotifier(new NotificationSettings())
            .SendAsync(SomeNotification.Step("key"), integration, TestContext.Current.CancellationToken)
            .WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("password is", outcome.Problem ?? string.Empty, StringComparison.Ordinal);
        return outcome;
    }
}
