using Iskra.Tests.Wire;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Iskra.Tests.Pages;

/// <summary>That everything has room: every page and window, in both languages, from a desk to the narrowest telephone.</summary>
[Collection(OnePageAtATime.Name)]
public sealed class LayoutTests(Browser browser, LiveServer live)
{
    private const int Telephone = 390;

    private static readonly int[] Widths = [1_280, 768, Telephone, 320];

    private static readonly string[] Pages = ["pulse", "seams", "voices", "alerts", "cluster"];

    // What is wider than the window, or holds more than it has room for and does not say what happens with the rest.
    private const string FindOverflow =
        """
        async () => {
          await document.fonts.ready;
          // What measures its room itself is drawn anew in the frame after.
          for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
          const found = [];
          const name = (element) => `${element.tagName.toLowerCase()}.${[...element.classList].join(".")} "${element.textContent.slice(0, 40)}"`;
          const isCut = (element) => {
            for (let each = element.parentElement; each; each = each.parentElement) if (getComputedStyle(each).overflowX !== "visible") return true;
            return false;
          };
          if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} wide`);
          for (const element of document.body.querySelectorAll("*")) {
            if (!(element instanceof HTMLElement) || element.closest(".visually-hidden, .skip, .u-wrap") || !element.checkVisibility()) continue;
            const { left, right } = element.getBoundingClientRect();
            if ((right > innerWidth + 1 || left < -1) && right > left && !isCut(element)) found.push(`${name(element)} from ${left} to ${right}`);
            const style = getComputedStyle(element);
            if (style.overflowX === "visible" && element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1) found.push(`${name(element)} holds ${element.scrollWidth} and has room for ${element.clientWidth}`);
          }
          return found;
        }
        """;

    [Theory]
    [InlineData("en-GB")]
    [InlineData("ru-RU")]
    public async Task Nothing_is_wider_than_the_room_it_has(string locale)
    {
        await live.AlertAsync(null, "FilesystemOnTheVeryImportantDatabaseServerIsAlmostFull", 2, 1);
        var page = await browser.OpenAsync(options => (options.Locale, options.ReducedMotion) = (locale, ReducedMotion.Reduce));
        await page.GotoAsync($"{live.Address}#token={TestToken.For("1")}");
        await Expect(page.Locator(".link")).ToHaveAttributeAsync("data-state", "live");
        var found = new List<string>();
        foreach (var width in Widths)
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.EmulateMediaAsync(new() { ColorScheme = width == Widths[0] ? ColorScheme.Dark : ColorScheme.Light });
            foreach (var name in Pages)
            {
                await ShowAsync(page, name);
                found.AddRange(await FindAsync(page, $"{name} at {width}"));
                if (width == Telephone) await page.ScreenshotAsync(new() { Path = Path.Combine(LiveServer.Artifacts, $"{name}-telephone-{locale}.png"), FullPage = true });
            }

            found.AddRange(await FindInWindowsAsync(page, width));
        }

        await page.Context.CloseAsync();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    private static async Task ShowAsync(IPage page, string name)
    {
        await page.EvaluateAsync("(name) => { location.hash = name; }", name);
        await Expect(page.Locator($".shell[data-page={name}] .page")).ToHaveCountAsync(1);
        if (name == "alerts") await Expect(page.Locator(".alert-item")).Not.ToHaveCountAsync(0);
        if (name == "cluster") await Expect(page.Locator("table")).ToHaveCountAsync(3);
    }

    /// <summary>The windows that open over a page: an alert, a silence, the connection, the settings.</summary>
    private static async Task<IEnumerable<string>> FindInWindowsAsync(IPage page, int width)
    {
        var found = new List<string>();
        await ShowAsync(page, "alerts");
        await page.Locator(".alert-item").Filter(new() { HasText = "VeryImportant" }).ClickAsync();
        await Expect(page.Locator(".steps > li")).ToHaveCountAsync(2);
        found.AddRange(await FindAsync(page, $"an alert at {width}"));
        await page.Locator(".alert-detail .button.quiet").ClickAsync();
        await Expect(page.Locator(".form")).ToBeVisibleAsync();
        found.AddRange(await FindAsync(page, $"a silence at {width}"));
        await ShowAsync(page, "pulse");
        foreach (var opener in new[] { ".top .link", ".top .icon-button" })
        {
            await page.Locator(opener).ClickAsync();
            await Expect(page.Locator(".dialog")).ToBeVisibleAsync();
            found.AddRange(await FindAsync(page, $"{opener} at {width}"));
            await page.Keyboard.PressAsync("Escape");
            await Expect(page.Locator(".dialog")).ToHaveCountAsync(0);
        }

        return found;
    }

    private static async Task<IEnumerable<string>> FindAsync(IPage page, string where) =>
        (await page.EvaluateAsync<string[]>(FindOverflow)).Select(problem => $"{where}: {problem}");
}
