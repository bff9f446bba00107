using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Iskra.Tests.Pages;

/// <summary>A network that lets less and less through, and then everything again, in front of the real server.</summary>
[Collection(OnePageAtATime.Name)]
public sealed class FallbackTests(Browser browser, LiveServer live)
{
    private const string AlertName = "Throughout";

    // As many messages as a page shows at once are never outstanding, so that each of them is seen.
    private const int MostUnseen = 3;

    // Every message that appears, in the order in which they appear; not those of other alerts, such as that connections break.
    private const string WriteDownMessages =
        """
        () => {
          window.seen = [];
          new MutationObserver((changes) => {
            for (const node of changes.flatMap((change) => [...change.addedNodes])) {
              const message = node.classList?.contains("notice") ? node.querySelector("strong").textContent : "P0: none";
              if (!message.startsWith("P0: ") || message === "P0: Throughout") window.seen.push(node.querySelector("span")?.textContent ?? message);
            }
          }).observe(document.querySelector(".notices"), { childList: true });
        }
        """;

    [Fact]
    public async Task Down_to_polling_and_back_up_every_event_is_shown_once_and_in_order()
    {
        await using var gate = await TransportGate.StartAsync(live.Address);
        var page = await browser.OpenAsync();
        await page.Clock.InstallAsync();
        await page.GotoAsync($"{gate.Address}#alerts");
        await CarriedByAsync(page, "websocket", "Live", "WebSocket");
        await page.EvaluateAsync(WriteDownMessages);
        await page.GetByRole(AriaRole.Searchbox).FillAsync($"alertname=\"{AlertName}\"");
        using var enough = new CancellationTokenSource();
        var publishing = PublishAsync(page, enough.Token);
        try
        {
            await StepDownAsync(page, gate, ["websocket"], "sse", "Live", "SSE");
            await StepDownAsync(page, gate, ["websocket", "sse"], "longpoll", "Live", "Long polling");
            await Expect(page.Locator(".no-real-time")).ToHaveCountAsync(0);
            await StepDownAsync(page, gate, ["websocket", "sse", "longpoll"], "poll", "Polling only", null);
            await Expect(page.Locator(".no-real-time")).ToContainTextAsync("No real-time connection.");
            await page.ScreenshotAsync(new() { Path = Path.Combine(LiveServer.Artifacts, "alerts-polling.png") });

            gate.Refuse();
            await page.Clock.FastForwardAsync(30_000);
            await CarriedByAsync(page, "websocket", "Live", "WebSocket");
            await Expect(page.Locator(".no-real-time")).ToHaveCountAsync(0);
        }
        finally
        {
            await enough.CancelAsync();
        }

        var published = await publishing;
        await SeenAsync(page, published);
        Assert.InRange(published, 9, 10_000);
        Assert.Equal(Enumerable.Range(1, published).Select(Name), await page.EvaluateAsync<string[]>("window.seen"));
        await Expect(page.Locator(".alert-list [role=status]")).ToHaveTextAsync($"{published} alerts");
        await live.AlertAsync(null, AlertName, Enumerable.Range(1, published).Select(number => number * 3), ended: true);
        await Expect(page.Locator(".alert-list [role=status]")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    /// <summary>Refuses a connection that has held long enough to be trusted; the waits before its two attempts are cut short.</summary>
    private static async Task StepDownAsync(IPage page, TransportGate gate, string[] refused, string next, string text, string? name)
    {
        await page.Clock.FastForwardAsync(5_000);
        gate.Refuse(refused);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await Expect(page.Locator(".link[data-state=waiting]")).ToHaveCountAsync(1);
            await page.Clock.FastForwardAsync(2_000);
        }

        await CarriedByAsync(page, next, text, name);
        await SeenAsync(page, await page.EvaluateAsync<int>("window.seen.length") + 3);
    }

    private static async Task CarriedByAsync(IPage page, string transport, string text, string? name)
    {
        await Expect(page.Locator($".link[data-transport={transport}][data-state=live]")).ToHaveCountAsync(1);
        await Expect(page.Locator(".link-text")).ToHaveTextAsync(text);
        if (name is not null) await Expect(page.Locator(".link-transport")).ToHaveTextAsync(name);
    }

    /// <summary>One urgent alert after another; returns how many.</summary>
    private async Task<int> PublishAsync(IPage page, CancellationToken cancellation)
    {
        var published = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!cancellation.IsCancellationRequested)
        {
            if (published - await page.EvaluateAsync<int>("window.seen.length") < MostUnseen) await live.AlertAsync(null, AlertName, [++published * 3]);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        return published;
    }

    private static async Task SeenAsync(IPage page, int count) =>
        await page.WaitForFunctionAsync("(count) => window.seen.length >= count", count);

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"{AlertName} on node-{number * 3}");
}
