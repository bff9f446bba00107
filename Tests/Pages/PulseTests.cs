using System.Collections.Concurrent;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Iskra.Tests.Pages;

/// <summary>The Pulse page in a real browser.</summary>
[Collection(OnePageAtATime.Name)]
public sealed class PulseTests(Browser browser) : IAsyncLifetime
{
    private static readonly (string, double, string)[] Calm = [("clarity", 0.81, "ok"), ("chaos", 0.42, "ok"), ("trust", 0.78, "ok"), ("pain", 0.31, "ok")];

    private readonly ConcurrentQueue<string> _complaints = new();
    private PageServer? _server;

    private PageServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await PageServer.StartAsync();

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();

    private async Task<IPage> OpenAsync(Action<BrowserNewContextOptions>? configure = null)
    {
        var page = await browser.OpenAsync(configure);
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _complaints.Enqueue(message.Text);
            }
        };
        await page.GotoAsync(Server.Address.ToString());
        return page;
    }

    private async Task<IPage> OpenLiveAsync(Action<BrowserNewContextOptions>? configure = null)
    {
        var page = await OpenAsync(configure);
        await Server.NextConnectionAsync();
        await Server.PulseAsync("green", Calm);
        await Expect(Card(page, 0).Locator(".value")).ToHaveTextAsync("0.81");
        return page;
    }

    private static ILocator Card(IPage page, int index) => page.Locator(".card").Nth(index);

    [Fact]
    public async Task The_metrics_are_shown_with_their_values_bands_and_states()
    {
        var page = await OpenLiveAsync();

        await Expect(page.Locator("#light-title")).ToHaveTextAsync("All is well");
        await Expect(page.Locator(".card h3")).ToHaveTextAsync(["Clarity", "Chaos", "Trust", "Pain"]);
        await Expect(Card(page, 0).Locator(".state")).ToHaveTextAsync("in its band");
        await Expect(Card(page, 0).Locator(".gauge-text")).ToContainTextAsync("0.7–0.9");
        await Expect(page.Locator(".link-text")).ToHaveTextAsync("Live");
        await page.Locator(".link").ClickAsync();
        await Expect(page.Locator(".facts")).ToContainTextAsync("1.2.3");
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task The_page_subscribes_the_pulse_and_every_metric_in_it()
    {
        await OpenLiveAsync();
        await Server.PulseAsync("green", ("clarity", 0.8, "ok"), ("load", 1.5, "ok"));

        var subscribed = new List<string>();
        while (!subscribed.Contains("load"))
        {
            subscribed.AddRange(await Server.NextSubscribeAsync());
        }

        Assert.Superset(new HashSet<string> { "pulse", "clarity", "chaos", "trust", "pain", "load" }, subscribed.ToHashSet());
        Assert.Equal(subscribed.Count, subscribed.Distinct().Count());
    }

    [Fact]
    public async Task A_critical_value_turns_the_light_red_and_is_named()
    {
        var page = await OpenLiveAsync();

        await Server.PulseAsync("red", ("clarity", 0.81, "ok"), ("chaos", 0.42, "ok"), ("trust", 0.57, "violation"), ("pain", 0.72, "critical"));

        await Expect(page.Locator("#light")).ToHaveAttributeAsync("data-light", "red");
        await Expect(page.Locator("#light-title")).ToHaveTextAsync("Critical");
        await Expect(page.Locator("#light-detail")).ToHaveTextAsync("Pain 0.72.");
        await Expect(Card(page, 2).Locator(".state")).ToHaveTextAsync("beyond its band");
        await Expect(Card(page, 3).Locator(".state")).ToHaveTextAsync("critical");
    }

    [Fact]
    public async Task An_event_of_a_metric_is_shown_before_the_next_pulse()
    {
        var page = await OpenLiveAsync();

        await Server.SendAsync("""{"type":"metrics","channel":"trust","seq":1,"timestamp":1,"data":{"trust":0.65},"state":"ok"}""");

        await Expect(Card(page, 2).Locator(".value")).ToHaveTextAsync("0.65");
    }

    [Fact]
    public async Task An_event_that_comes_again_is_not_shown_again()
    {
        var page = await OpenLiveAsync();
        await Server.SendAsync("""{"type":"metrics","channel":"trust","seq":2,"timestamp":1,"data":{"trust":0.65},"state":"ok"}""");
        await Server.SendAsync("""{"type":"metrics","channel":"trust","seq":1,"timestamp":1,"data":{"trust":0.11},"state":"ok"}""");
        await Server.SendAsync("""{"type":"metrics","channel":"pain","seq":1,"timestamp":1,"data":{"pain":0.29},"state":"ok"}""");

        await Expect(Card(page, 3).Locator(".value")).ToHaveTextAsync("0.29");
        await Expect(Card(page, 2).Locator(".value")).ToHaveTextAsync("0.65");
    }

    [Fact]
    public async Task After_a_broken_connection_the_page_resumes_with_session_and_cursor()
    {
        var page = await OpenLiveAsync();
        await Expect(page.Locator(".link-latency")).ToContainTextAsync("ms");
        Server.Resumes = true;

        Server.Break();
        var query = await Server.NextConnectionAsync();

        Assert.Contains("session=s-1", query, StringComparison.Ordinal);
        Assert.Contains("cursor=cursor-7", query, StringComparison.Ordinal);
        await Expect(page.Locator(".link-text")).ToHaveTextAsync("Live");
        await page.Locator(".link").ClickAsync();
        await Expect(page.Locator(".facts div").Filter(new() { HasText = "Reconnects" }).Locator("dd")).ToHaveTextAsync("1");
    }

    [Fact]
    public async Task While_the_connection_is_away_the_values_are_marked_as_old()
    {
        var page = await OpenLiveAsync();

        // Were only the socket refused, the page would soon be there again by another way.
        Server.IsAway = true;
        Server.Break();

        await Expect(page.Locator(".link-text")).ToContainTextAsync("Trying again in");
        await Expect(page.Locator(".shell")).ToHaveClassAsync("shell stale");
    }

    [Fact]
    public async Task Where_WebSocket_is_impossible_the_page_polls_and_goes_on_after_its_cursor()
    {
        Server.RefuseSockets = true;
        var page = await OpenAsync();

        Assert.DoesNotContain("cursor=", await Server.NextPollAsync(), StringComparison.Ordinal);
        Assert.Contains("cursor=0", await Server.NextPollAsync(), StringComparison.Ordinal);
        await Expect(Card(page, 0).Locator(".value")).ToHaveTextAsync("0.77");
        await Expect(page.Locator(".link-transport")).ToHaveTextAsync("Long polling");
        Assert.Contains("cursor=1", await Server.NextPollAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markup_in_data_is_shown_as_text()
    {
        var page = await OpenLiveAsync();
        const string Markup = "<img src=x onerror=document.title=1>";

        await Server.PulseAsync("green", (Markup, 1, Markup), ("clarity", 0.5, Markup));

        await Expect(page.Locator("#other h3")).ToHaveTextAsync(Markup.Replace('_', ' '));
        await Expect(Card(page, 0).Locator(".state")).ToHaveTextAsync(Markup);
        await Expect(page.Locator("main img")).ToHaveCountAsync(0);
        await Expect(page).ToHaveTitleAsync("Iskra");
    }

    [Fact]
    public async Task The_page_speaks_Russian_to_a_Russian_browser()
    {
        var page = await OpenAsync(options => options.Locale = "ru-RU");
        await Server.NextConnectionAsync();
        await Server.PulseAsync("green", Calm);

        await Expect(page.Locator("#light-title")).ToHaveTextAsync("Всё спокойно");
        await Expect(Card(page, 0).Locator("h3")).ToHaveTextAsync("Ясность");
        await Expect(Card(page, 0).Locator(".value")).ToHaveTextAsync("0,81");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "ru");
    }

    [Theory]
    [InlineData(320)]
    [InlineData(768)]
    [InlineData(1600)]
    public async Task Nothing_is_wider_than_the_screen(int width)
    {
        var page = await OpenLiveAsync(options => options.ViewportSize = new ViewportSize { Width = width, Height = 800 });
        await Server.PulseAsync("green", [.. Calm, (new string('m', 64), 123_456.789, "ok"), ("connection_latency_ms", 12.3, "ok")]);
        await Expect(page.Locator("#other .row")).ToHaveCountAsync(1);

        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Text_stands_out_from_its_background(ColorScheme scheme)
    {
        var page = await OpenLiveAsync(options => options.ColorScheme = scheme);
        await Server.PulseAsync("red", ("clarity", 0.81, "ok"), ("chaos", 0.42, "violation"), ("trust", 0.57, "warning"), ("pain", 0.72, "critical"));
        await Expect(Card(page, 3).Locator(".state")).ToHaveTextAsync("critical");

        // WCAG 2.2, success criterion 1.4.3: 4.5 to 1 for small text.
        var weakest = await page.EvaluateAsync<double>(
            """
            () => {
              const luminance = (color) => {
                const [r, g, b] = color.match(/[\d.]+/g).map((part) => Number(part) / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const backgroundOf = (node) => {
                for (let at = node; at; at = at.parentElement) {
                  const color = getComputedStyle(at).backgroundColor;
                  if (color !== "rgba(0, 0, 0, 0)") return color;
                }
              };
              const ratios = [...document.querySelectorAll("h1, h2, h3, p, .state, .gauge-text, dt, dd, .link span, .chip:not([aria-pressed=true])")].filter((node) => node.textContent.trim()).map((node) => {
                const [a, b] = [luminance(getComputedStyle(node).color), luminance(backgroundOf(node))].sort((x, y) => y - x);
                return (a + 0.05) / (b + 0.05);
              });
              return Math.min(...ratios);
            }
            """);
        Assert.True(weakest >= 4.5, $"the weakest contrast is {weakest:0.00} to 1");
    }

    [Fact]
    public async Task Every_metric_has_a_name_for_those_who_cannot_see_it()
    {
        var page = await OpenLiveAsync();

        await Expect(Card(page, 0)).ToHaveAttributeAsync("aria-label", "Clarity: 0.81, in its band");
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "Clarity, the last two minutes" })).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 2, Name = "All is well" })).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Live");
    }
}
