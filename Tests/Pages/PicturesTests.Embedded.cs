using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using Iskra.Tests.Receivers;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Iskra.Tests.Pages;

/// <summary>
/// The pictures of the documents, of a system that has something to tell: <c>ISKRA_PICTURES=1</c> writes them to <c>docs/images</c>.
/// </summary>
[Collection(OnePageAtATime.Name)]
public sealed class PicturesTests(Browser browser, LiveServer live)
{
    private static readonly (string Metric, double Middle, double Swing, double Period)[] Waves =
        [("clarity", 0.81, 0.045, 260), ("chaos", 0.42, 0.06, 190), ("trust", 0.79, 0.03, 330), ("pain", 0.31, 0.05, 150)];

    private static readonly (string Name, string Severity, string Where, string Summary, double Minutes)[] Alerts =
    [
        ("DatabaseDown", "critical", "db-1", "db-1 does not answer; 3 of 4 replicas are left", 1.2),
        ("DiskAlmostFull", "critical", "db-2", "1.2 GiB are left on /var/lib/postgresql", 6),
        ("CheckoutErrors", "critical", "shop-3", "4.1 % of the orders end with an error", 2.6),
        ("ReplicationLag", "warning", "db-1", "The replica is 48 s behind", 1),
        ("QueueGrows", "warning", "queue-2", "12,400 messages wait, 900 more each minute", 9),
        ("SlowAnswers", "warning", "web-7", "p95 is 870 ms", 14),
        ("CertificateExpires", "warning", "edge-1", "shop.example.com expires in 9 days", 190),
        ("BackupLate", "info", "backup-1", "The last backup is 27 h old", 75),
        ("PodRestarts", "info", "shop-5", "3 restarts within an hour", 41),
    ];

    [Fact]
    public async Task The_pages_are_painted_for_the_documents()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("ISKRA_PICTURES") == "1", "ISKRA_PICTURES=1 paints the pictures of the documents.");
        using var certificate = new TestCertificate();
        await using var slack = new HttpStub();
        await using var mail = new SmtpStub(certificate);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, ContactsText(slack, mail, certificate));
        await using var server = await live.StartAsync(("Alerts:ConfigFile", file));
        using var http = new HttpClient { BaseAddress = server.Http };
        await PostAsync(http, "/api/v2/metrics", Waves.SelectMany(wave => Enumerable.Range(0, 900).Select(second => Sample(wave, -second))));
        await PostAsync(http, "/api/v2/metrics", Waves.Select(wave => Sample(wave, 0)));
        await PostAsync(http, "/api/v2/alerts", Alerts.Select(AlertOf));
        await PaintPulseAsync(server.Http, http);
        await PaintAlertsAsync(server.Http, http);
        await PaintVoicesAsync(server.Http);
        File.Delete(file);
    }

    private async Task PaintPulseAsync(Uri server, HttpClient http)
    {
        var page = await OpenAsync(server, "pulse", ColorScheme.Dark);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        for (var round = 0; round < 12 && await timer.WaitForNextTickAsync(); round++) await PostAsync(http, "/api/v2/metrics", Waves.Select(wave => Sample(wave, 0)));
        await PaintAsync(page, "pulse", each => Expect(each.Locator(".plot canvas")).ToHaveCountAsync(1));
    }

    private async Task PaintAlertsAsync(Uri server, HttpClient http)
    {
        await PostAsync(http, "/api/v2/silences", new
        {
            matchers = new[] { new { name = "alertname", value = "BackupLate", isRegex = false, isEqual = true } },
            startsAt = DateTimeOffset.UtcNow,
            endsAt = DateTimeOffset.UtcNow.AddHours(2),
            createdBy = "ann",
            comment = "the new disks are being fitted",
        });
        var page = await OpenAsync(server, "alerts", ColorScheme.Light);
        await page.Locator(".alert-item").Filter(new() { HasText = "DiskAlmostFull" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge", Exact = true }).ClickAsync();
        await Expect(page.Locator(".alert-item[data-standing=acknowledged]")).ToHaveCountAsync(1);
        await page.Locator(".alert-item").Filter(new() { HasText = "DatabaseDown" }).ClickAsync();
        await Expect(page.Locator(".told [data-status=sent]")).ToHaveCountAsync(2);
        await PaintAsync(page, "alerts", each => Expect(each.Locator(".alert-item[data-fresh=true]")).ToHaveCountAsync(0));
    }

    private async Task PaintVoicesAsync(Uri server)
    {
        var seams = await OpenAsync(server, "seams", ColorScheme.Light);
        var voices = await OpenAsync(server, "voices", ColorScheme.Dark);
        foreach (var (clarity, chaos, trust, pain) in new[] { (0.8, 0.3, 0.8, 0.2), (0.5, 0.78, 0.7, 0.3), (0.82, 0.45, 0.8, 0.25), (0.45, 0.85, 0.55, 0.45) })
        {
            await live.ReportAsync(server, ("clarity", clarity), ("chaos", chaos), ("trust", trust), ("pain", pain));
            using var pause = new PeriodicTimer(TimeSpan.FromSeconds(4));
            await pause.WaitForNextTickAsync();
        }

        await PaintAsync(voices, "voices", page => Expect(page.Locator(".pairs-list li")).Not.ToHaveCountAsync(0));
        await PaintAsync(seams, "seams", page => Expect(page.Locator(".record")).Not.ToHaveCountAsync(0));
    }

    private async Task<IPage> OpenAsync(Uri server, string name, ColorScheme scheme)
    {
        var page = await browser.OpenAsync(options => (options.ColorScheme, options.ViewportSize, options.ReducedMotion) = (scheme, new ViewportSize { Width = 1_280, Height = 860 }, ReducedMotion.Reduce));
        await page.GotoAsync($"{server}#{name}");
        await Expect(page.Locator(".link")).ToHaveAttributeAsync("data-state", "live");
        return page;
    }

    private static async Task PaintAsync(IPage page, string name, Func<IPage, Task> isReady)
    {
        await isReady(page);
        await page.BringToFrontAsync();
        await page.EvaluateAsync("() => { document.querySelectorAll('.notice button').forEach((button) => button.click()); document.activeElement?.blur(); scrollTo(0, 0); }");
        await Expect(page.Locator(".notice")).ToHaveCountAsync(0);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder(), name + ".png") });
    }

    private static object Sample((string Metric, double Middle, double Swing, double Period) wave, int second)
    {
        var at = DateTimeOffset.UtcNow.AddSeconds(second);
        var phase = at.ToUnixTimeMilliseconds() / 1_000.0 * Math.Tau / wave.Period;
        return new { metric = wave.Metric, value = Math.Round(wave.Middle + wave.Swing * (0.7 * Math.Sin(phase) + 0.3 * Math.Sin(phase * 4.7)), 4), timestamp = at };
    }

    private static object AlertOf((string Name, string Severity, string Where, string Summary, double Minutes) alert) => new
    {
        labels = new Dictionary<string, string> { ["alertname"] = alert.Name, ["severity"] = alert.Severity, ["instance"] = alert.Where, ["team"] = alert.Where.Split('-')[0] },
        annotations = new { summary = alert.Summary },
        startsAt = DateTimeOffset.UtcNow.AddMinutes(-alert.Minutes),
        endsAt = DateTimeOffset.UtcNow.AddHours(1),
        generatorURL = "https://prometheus.example.com/graph",
    };

    private static string ContactsText(HttpStub slack, SmtpStub mail, TestCertificate certificate) => $"""
        global:
          smtp_smarthost: localhost:{mail.Port}
          smtp_from: iskra@example.com
          smtp_auth_username: iskra
          smtp_auth_password: the-password
        route:
          receiver: default
        inhibit_rules:
        - source_matchers: ['alertname="DatabaseDown"']
          target_matchers: ['alertname="ReplicationLag"']
          equal: [instance]
        receivers:
        - name: default
        - name: devops_lead
          slack_configs: [{'{'}api_url: '{slack.Url}', channel: ops{'}'}]
          email_configs: [{'{'}to: lead@example.com, tls_config: {'{'}ca_file: '{certificate.CaFile}'{'}'}{'}'}]
        - name: sre
          pagerduty_configs: [{'{'}routing_key: a-key{'}'}]
        - name: tech_lead
          email_configs: [{'{'}to: tech@example.com{'}'}]
        - name: team
          slack_configs: [{'{'}api_url: '{slack.Url}', channel: team{'}'}]
        """;

    private static async Task PostAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../docs/images");
}
