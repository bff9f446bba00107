using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Iskra.Tests.Pages;

/// <summary>
/// What people feel without seeing it: speed, memory, access for everybody. Figures go to <c>artifacts/…/pages/figures.txt</c>. The
/// browser does not know the engine, so once is enough: these run with the embedded one.
/// </summary>
[Collection(OnePageAtATime.Name)]
public sealed partial class QualityTests(Browser browser, LiveServer live)
{
    private const int MostScriptBytes = 90 * 1_024;

    // How often a time is measured, at most, until it keeps to its limit.
    private const int MostRounds = 8;

    private const string SendAndWatch =
        """
        async () => {
          const node = document.querySelector("[data-metric=clarity] .value");
          const socket = new WebSocket(`ws://${location.host}/ws/dashboard`);
          await new Promise((open) => (socket.onopen = open));
          const delays = [];
          for (let i = 0; i < 60; i++) {
            const value = (0.72 + (i % 16) / 100).toFixed(2);
            const seen = new Promise((resolve) => {
              const observer = new MutationObserver(() => {
                if (node.textContent !== value) return;
                observer.disconnect();
                requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
              });
              observer.observe(node, { childList: true, characterData: true, subtree: true });
            });
            const sent = performance.now();
            socket.send(JSON.stringify({ type: "metrics", data: { clarity: Number(value) } }));
            delays.push((await seen) - sent);
            await new Promise((resolve) => setTimeout(resolve, 70));
          }
          socket.close();
          return delays;
        }
        """;

    private const string Scroll =
        """
        async () => {
          document.querySelector(".virtual").scrollTop = 0;
          const list = document.querySelector(".virtual");
          let longest = 0;
          const observer = new PerformanceObserver((entries) => entries.getEntries().forEach((entry) => (longest = Math.max(longest, entry.duration))));
          observer.observe({ type: "longtask" });
          for (let i = 0; i < 150; i++) {
            list.scrollTop += 400;
            await new Promise(requestAnimationFrame);
          }
          await new Promise((resolve) => setTimeout(resolve, 100));
          return longest;
        }
        """;

    private static readonly int HeapSeconds = int.Parse(Environment.GetEnvironmentVariable("ISKRA_HEAP_SECONDS") ?? "12", CultureInfo.InvariantCulture);

    private async Task<IPage> OpenAsync(string page, Action<BrowserNewContextOptions>? configure = null)
    {
        var opened = await browser.OpenAsync(configure);
        await opened.GotoAsync($"{live.Address}#{page}");
        await Expect(opened.Locator(".link")).ToHaveAttributeAsync("data-state", "live");
        return opened;
    }

    private static Task NoteAsync(string figure) => File.AppendAllTextAsync(Path.Combine(LiveServer.Artifacts, "figures.txt"), $"{LiveServer.Engine}: {figure}\n");

    /// <summary>A time that was measured keeps to its limit, unless so much else runs on this machine that no browser could.</summary>
    private static void AssertWithin(double measured, double limitMs)
    {
        if (measured > limitMs && File.Exists("/proc/loadavg"))
        {
            var load = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);
            Assert.SkipWhen(load > 4 * Environment.ProcessorCount, $"{measured:0} ms instead of {limitMs:0} ms, at a load of {load:0} on {Environment.ProcessorCount} processors: the machine is too busy to tell.");
        }

        Assert.InRange(measured, 0, limitMs);
    }

    private static void OnlyOnEmbedded() =>
        Assert.SkipUnless(LiveServer.Engine == "embedded", "The pages do not know the engine; the long tests run on one only.");

    [Fact]
    public async Task The_scripts_of_the_first_page_are_small()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "assets")), "The pages are not built.");
        var html = await File.ReadAllTextAsync(Path.Combine(folder, "index.html"));
        var entry = Entry().Match(html).Groups[1].Value;
        Assert.DoesNotContain("<style", html, StringComparison.Ordinal);
        Assert.All(Script().Matches(html), script => Assert.Contains("src=", script.Value, StringComparison.Ordinal));

        // The chart is fetched by the first page too, once that is drawn.
        var scripts = new[] { entry }.Concat(Directory.GetFiles(Path.Combine(folder, "assets"), "plot-*.js").Select(file => "assets/" + Path.GetFileName(file)));
        var size = scripts.Sum(script => Compressed(Path.Combine(folder, script)));
        await NoteAsync($"scripts of the first page, compressed: {size} bytes");
        Assert.InRange(size, 10_000, MostScriptBytes);
    }

    [Fact]
    public async Task Live_values_are_painted_within_a_second()
    {
        var times = new List<double>();
        for (var run = 0; run < 3 || (run < MostRounds && times.Min() > 1_000); run++)
        {
            var page = await browser.OpenAsync();
            var clock = Stopwatch.StartNew();
            await page.GotoAsync(live.Address.ToString(), new() { WaitUntil = WaitUntilState.Commit });
            await page.EvaluateAsync(
                """
                () => new Promise((resolve) => {
                  const isShown = () => /[0-9]/.test(document.querySelector("[data-metric=clarity] .value")?.textContent ?? "") && document.querySelector(".link")?.dataset.state === "live";
                  const look = () => (isShown() ? resolve() : requestAnimationFrame(look));
                  look();
                })
                """);
            times.Add(clock.Elapsed.TotalMilliseconds);
            await page.Context.CloseAsync();
        }

        await NoteAsync($"first paint with live values: {string.Join(", ", times.Select(time => time.ToString("0", CultureInfo.InvariantCulture)))} ms");

        // A busy machine may spoil a run; the best one says what the page can do.
        AssertWithin(times.Min(), 1_000);
    }

    [Fact]
    public async Task A_value_is_on_the_screen_soon_after_it_was_sent()
    {
        OnlyOnEmbedded();
        var page = await OpenAsync("pulse");
        var p95 = double.MaxValue;

        // As above: the best round.
        for (var round = 0; round < MostRounds && p95 > 150; round++)
        {
            var delays = await page.EvaluateAsync<double[]>(SendAndWatch);
            p95 = Math.Min(p95, delays.Order().ElementAt((int)(delays.Length * 0.95)));
            await NoteAsync($"metrics frame sent to pixel: p50 {delays.Order().ElementAt(delays.Length / 2):0} ms, p95 {p95:0} ms");
        }

        await live.ReportAsync(("clarity", 0.81));
        AssertWithin(p95, 150);
    }

    [Fact]
    public async Task A_thousand_alerts_scroll_without_a_long_task()
    {
        OnlyOnEmbedded();
        await using var server = await live.StartAsync();
        await live.AlertAsync(server.Http, "Many", 0, 1_000);
        var page = await browser.OpenAsync();
        await page.GotoAsync($"{server.Http}#alerts");
        await Expect(page.Locator(".alert-list [role=status]")).ToHaveTextAsync("1,000 alerts");
        Assert.InRange(await page.Locator(".alert-item").CountAsync(), 5, 60);
        var longest = double.MaxValue;
        for (var round = 0; round < MostRounds && longest > 50; round++) longest = Math.Min(longest, await page.EvaluateAsync<double>(Scroll));
        await NoteAsync($"longest task while a thousand alerts scroll: {longest:0} ms");
        Assert.True(await page.EvaluateAsync<double>("document.querySelector('.virtual').scrollTop") > 40_000);
        AssertWithin(longest, 50);
    }

    [Fact]
    public async Task The_heap_does_not_grow_under_twenty_events_a_second()
    {
        OnlyOnEmbedded();
        var page = await OpenAsync("pulse");
        await using var devtools = await DevTools.OpenAsync(page);
        await FeedAsync(Math.Max(4, HeapSeconds / 3));
        var before = await devtools.HeapBytesAsync();
        await FeedAsync(HeapSeconds);
        var after = await devtools.HeapBytesAsync();
        await NoteAsync($"heap after {HeapSeconds} s of 20 events/s: {before / 1_024} KiB, then {after / 1_024} KiB");

        // Buffers of a fixed size are still filling at first.
        Assert.InRange(after, 100_000, before + 1_500_000);
    }

    /// <summary>Twenty values a second.</summary>
    private async Task FeedAsync(int seconds)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var round = 0; round < seconds * 5 && await timer.WaitForNextTickAsync(); round++)
        {
            var value = 0.75 + (round % 10) / 100.0;
            await live.ReportAsync(("clarity", value), ("trust", value), ("pain", value / 3), ("chaos", value / 2));
        }
    }

    [Theory]
    [InlineData("pulse")]
    [InlineData("seams")]
    [InlineData("voices")]
    [InlineData("alerts")]
    [InlineData("cluster")]
    public async Task Everybody_can_use_the_page(string name)
    {
        var axe = AxePath();
        Assert.SkipUnless(File.Exists(axe), "axe-core is not installed; ./iskra test installs it with the packages of the pages.");
        await live.AlertAsync(null, "ForAxe", 1, 3);
        foreach (var (scheme, locale) in new[] { (ColorScheme.Dark, "en-GB"), (ColorScheme.Light, "ru-RU") })
        {
            var page = await OpenAsync(name, options => (options.ColorScheme, options.Locale, options.ReducedMotion) = (scheme, locale, ReducedMotion.Reduce));
            await Expect(page.Locator(".page")).ToHaveCountAsync(1);
            await page.EvaluateAsync(await File.ReadAllTextAsync(axe, TestContext.Current.CancellationToken));
            var found = await page.EvaluateAsync<JsonElement>("async () => (await axe.run({ resultTypes: ['violations'] })).violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).slice(0, 3).join(' | ')}`)");
            Assert.Empty(found.EnumerateArray().Select(violation => violation.GetString()));
            await page.ScreenshotAsync(new() { Path = Path.Combine(LiveServer.Artifacts, $"{name}-{scheme}-{locale}.png".ToLowerInvariant()) });
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task The_pages_can_be_reached_with_the_keyboard_alone()
    {
        var page = await OpenAsync("pulse");
        await page.BringToFrontAsync();
        await page.Keyboard.PressAsync("Tab");
        await FocusedAsync(page, ".skip");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Seams");
        await page.Locator(".link").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Connection" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await FocusedAsync(page, ".link");
    }

    /// <summary>Waits until the focus is there; whether the window has it, which another one may take, does not matter.</summary>
    private static async Task FocusedAsync(IPage page, string selector) =>
        await page.EvaluateAsync("(selector) => new Promise((resolve) => { const look = () => (document.activeElement?.matches(selector) ? resolve() : setTimeout(look, 20)); look(); })", selector).WaitAsync(TimeSpan.FromSeconds(30));

    private static long Compressed(string file)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(File.ReadAllBytes(file));
        }

        return output.Length;
    }

    private static string AxePath([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../Web/node_modules/axe-core/axe.min.js");

    [GeneratedRegex("<script[^>]*src=\"\\./(assets/[^\"]+)\"")]
    private static partial Regex Entry();

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex Script();
}
