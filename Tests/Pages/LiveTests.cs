using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Iskra.Tests.Pages;

/// <summary>Every page on the real server.</summary>
[Collection(OnePageAtATime.Name)]
public sealed partial class LiveTests(Browser browser, LiveServer live)
{
    private readonly ConcurrentQueue<string> _complaints = new();

    private async Task<IPage> OpenAsync(string page, Action<BrowserNewContextOptions>? configure = null, Uri? server = null)
    {
        var opened = await browser.OpenAsync(configure);
        opened.PageError += (_, error) => _complaints.Enqueue(error);
        opened.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("401", StringComparison.Ordinal)) _complaints.Enqueue(message.Text);
        };
        await opened.GotoAsync($"{server ?? live.Address}#{page}");
        await Expect(opened.Locator(".link-text")).ToHaveTextAsync("Live");
        return opened;
    }

    private static async Task ShootAsync(IPage page, string name) =>
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(LiveServer.Artifacts, name + ".png") });

    private static ILocator Stat(IPage page, string name) => page.Locator($"[data-stat={name}] dd");

    [Fact]
    public async Task Pulse_shows_values_and_their_history()
    {
        var page = await OpenAsync("pulse");
        await live.ReportAsync(("clarity", 0.83), ("pain", 0.33));

        await Expect(page.Locator("[data-metric=clarity] .value")).ToHaveTextAsync("0.83");
        await Expect(page.Locator(".plot canvas")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "1 h", Exact = true }).ClickAsync();
        await Expect(page.Locator(".plot")).ToHaveAttributeAsync("aria-label", "Clarity, 1 h");
        await page.GetByRole(AriaRole.Button, new() { Name = "Earlier" }).ClickAsync();
        await Expect(page.Locator(".live-chip")).ToHaveAttributeAsync("aria-pressed", "false");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pain" }).First.ClickAsync();
        await Expect(page.Locator(".history h2")).ToContainTextAsync("Pain 0.33");
        await ShootAsync(page, "pulse");
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task Voices_and_Seams_follow_the_values()
    {
        var voices = await OpenAsync("voices");
        var seams = await OpenAsync("seams");

        await live.ReportAsync(("clarity", 0.45), ("chaos", 0.85), ("trust", 0.55), ("pain", 0.45));

        await Expect(voices.Locator("[data-voice=kain]")).ToHaveAttributeAsync("data-active", "true");
        await Expect(voices.Locator("[data-voice=iskra]")).ToHaveAttributeAsync("data-active", "true");
        await Expect(voices.Locator(".pairs-list li")).Not.ToHaveCountAsync(0);
        await Expect(seams.Locator(".system-name")).ToHaveTextAsync("Chaotic creation");
        await Expect(seams.Locator(".events").First).ToContainTextAsync("Chaotic creation");
        await Expect(seams.Locator(".record").First).ToBeVisibleAsync();
        await seams.Locator(".record").First.ClickAsync();
        await Expect(seams.Locator(".dialog")).ToContainTextAsync("Λ next step");
        await seams.Keyboard.PressAsync("Escape");
        await ShootAsync(voices, "voices");
        await ShootAsync(seams, "seams");
        await live.ReportAsync(("clarity", 0.81), ("chaos", 0.42), ("trust", 0.78), ("pain", 0.31));
        await Expect(seams.Locator(".system-name")).Not.ToHaveTextAsync("Chaotic creation");
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task Two_browsers_see_the_same_alert_and_who_takes_care_of_it()
    {
        var one = await OpenAsync("alerts");
        var other = await OpenAsync("alerts", options => options.Locale = "en-US");
        await live.AlertAsync(null, "SeenByTwo", 1, 1);

        var seen = new[] { one, other }.Select(page => page.Locator(".alert-item").Filter(new() { HasText = "SeenByTwo" })).ToArray();
        foreach (var row in seen) await Expect(row).ToHaveCountAsync(1);
        await seen[0].ClickAsync();
        await one.GetByRole(AriaRole.Button, new() { Name = "Acknowledge", Exact = true }).ClickAsync();
        foreach (var row in seen) await Expect(row).ToHaveAttributeAsync("data-standing", "acknowledged");
        await Expect(one.Locator(".reasons")).ToContainTextAsync("Acknowledged");
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task An_alert_shows_who_is_told_of_it_and_what_became_of_that()
    {
        var page = await OpenAsync("alerts");
        await live.AlertAsync(null, "ToldOf", 2, 1);
        await page.GetByRole(AriaRole.Searchbox).FillAsync("alertname=\"ToldOf\"");
        await page.Locator(".alert-item").ClickAsync();

        var steps = page.Locator(".steps > li");
        await Expect(steps).ToHaveCountAsync(2);
        await Expect(steps.First).ToHaveAttributeAsync("data-state", "done");
        await Expect(steps.First).ToContainTextAsync("watch");
        await Expect(steps.First.Locator(".told li")).ToHaveAttributeAsync("data-status", "sent");
        await Expect(steps.Last).ToHaveAttributeAsync("data-state", "next");
        await Expect(steps.Last.Locator(".step-when")).ToHaveTextAsync(InFourHours());
        await Expect(steps.Last).ToContainTextAsync("Nobody: there is no receiver “pm” for this.");

        // The route tells a moment later, and is refused. The message goes by itself after a while, so it is looked for all the time.
        var noticed = Expect(page.Locator(".notice").Filter(new() { HasText = "archive could not be told by webhook" })).ToHaveCountAsync(1);
        var routed = page.Locator(".escalation > .told li");
        await Expect(routed).ToHaveAttributeAsync("data-status", "failed");
        await Expect(routed).ToContainTextAsync("403");
        await noticed;
        await page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge", Exact = true }).ClickAsync();
        await Expect(steps.Last).ToHaveAttributeAsync("data-state", "stopped");
        await ShootAsync(page, "alert-told");
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task A_silence_is_previewed_made_and_expired_and_the_alert_says_why_it_is_quiet()
    {
        var page = await OpenAsync("alerts");
        await live.AlertAsync(null, "ToBeSilenced", 1, 2);
        await page.Locator(".alert-item").Filter(new() { HasText = "ToBeSilenced on node-1" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Silence…" }).ClickAsync();
        await Expect(page.Locator(".preview")).ToContainTextAsync("1 of the alerts firing now");
        await page.Locator(".form textarea").FillAsync("alertname=\"ToBeSilenced\"");
        await Expect(page.Locator(".preview")).ToContainTextAsync("2 of the alerts firing now");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the silence" }).ClickAsync();
        await Expect(page.Locator(".form [role=alert]")).ToHaveTextAsync("Say who silences and why.");
        await page.GetByLabel("Who").FillAsync("ann");
        await page.GetByLabel("Why").FillAsync("<b>planned</b>");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the silence" }).ClickAsync();
        await Expect(page.Locator(".dialog")).ToHaveCountAsync(0);
        await Expect(page.Locator(".reasons")).ToContainTextAsync("<b>planned</b>");
        await page.GetByRole(AriaRole.Radio, new() { Name = "Silences" }).CheckAsync();
        await ShootAsync(page, "silences");
        await page.Locator(".silence").Filter(new() { HasText = "ToBeSilenced" }).GetByRole(AriaRole.Button, new() { Name = "Expire" }).ClickAsync();
        await Expect(page.Locator(".silence").Filter(new() { HasText = "ToBeSilenced" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Radio, new() { Name = "Alerts" }).CheckAsync();
        await Expect(page.Locator(".alert-item").Filter(new() { HasText = "ToBeSilenced on node-1" })).ToHaveAttributeAsync("data-standing", "active");
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task After_the_server_was_killed_the_counts_are_equal_and_nothing_is_doubled()
    {
        await using var server = await live.StartAsync();
        var page = await OpenAsync("alerts", server: server.Http);
        await live.AlertAsync(server.Http, "Outlives", 0, 20);
        await Expect(Stat(page, "firing")).ToHaveTextAsync("20");

        await server.KillAsync();
        await Expect(page.Locator(".shell")).ToHaveClassAsync("shell stale");
        await server.StartAsync();
        await Expect(page.Locator(".link-text")).ToHaveTextAsync("Live", new() { Timeout = 60_000 });
        await live.AlertAsync(server.Http, "Outlives", 0, 25);

        await Expect(page.Locator(".alert-list [role=status]")).ToHaveTextAsync("25 alerts");
        await Expect(Stat(page, "firing")).ToHaveTextAsync("25");
        var fresh = await OpenAsync("alerts", server: server.Http);
        await Expect(fresh.Locator(".alert-list [role=status]")).ToHaveTextAsync("25 alerts");
    }

    [Theory]
    [InlineData("SSE", "sse", "Live")]
    [InlineData("Long polling", "longpoll", "Live")]
    [InlineData("Polling", "poll", "Polling only")]
    public async Task A_forced_transport_carries_the_page_and_the_way_back_works(string choice, string transport, string text)
    {
        var page = await OpenAsync("pulse");
        await page.Locator(".link").ClickAsync();
        await page.GetByLabel(choice, new() { Exact = true }).CheckAsync();
        await Expect(page.Locator(".link")).ToHaveAttributeAsync("data-transport", transport);
        await Expect(page.Locator(".link-text")).ToHaveTextAsync(text);
        await page.Keyboard.PressAsync("Escape");
        await live.ReportAsync(("trust", 0.71));
        await Expect(page.Locator("[data-metric=trust] .value")).ToHaveTextAsync("0.71");

        await page.Locator(".link").ClickAsync();
        await page.GetByLabel("Automatic").CheckAsync();
        await Expect(page.Locator(".link")).ToHaveAttributeAsync("data-transport", "websocket");
        await page.Keyboard.PressAsync("Escape");
        await live.ReportAsync(("trust", 0.78));
        await Expect(page.Locator("[data-metric=trust] .value")).ToHaveTextAsync("0.78");
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task The_legacy_mode_is_one_plain_socket()
    {
        var page = await OpenAsync("pulse");
        var sockets = new ConcurrentQueue<string>();
        page.WebSocket += (_, socket) => sockets.Enqueue(socket.Url);
        await page.Locator(".link").ClickAsync();
        await page.GetByLabel("Legacy").CheckAsync();
        await Expect(page.Locator(".link-text")).ToHaveTextAsync("Live");
        await page.Keyboard.PressAsync("Escape");
        await live.ReportAsync(("trust", 0.72));
        await Expect(page.Locator("[data-metric=trust] .value")).ToHaveTextAsync("0.72");

        Assert.DoesNotContain("session=", Assert.Single(sockets), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cluster_is_shown_to_who_has_a_token()
    {
        var page = await OpenAsync("cluster");
        await Expect(page.Locator(".overview")).ToHaveAttributeAsync("data-health", "healthy");
        await page.Locator(".link").ClickAsync();
        await page.Locator(".dialog .token input").FillAsync(Iskra.Tests.Wire.TestToken.For("1"));
        await page.Locator(".dialog").GetByRole(AriaRole.Button, new() { Name = "Use it" }).ClickAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Subscribers" })).ToBeVisibleAsync();
        Assert.DoesNotContain("eyJ", page.Url, StringComparison.Ordinal);
        Assert.False(await page.EvaluateAsync<bool>("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie]).includes('eyJ')"));
        await ShootAsync(page, "cluster");
    }

    [GeneratedRegex("^in 3 h 5[0-9] min$")]
    private static partial Regex InFourHours();
}
