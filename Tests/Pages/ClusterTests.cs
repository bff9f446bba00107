using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Iskra.Tests.Pages;

/// <summary>The Cluster page in a real browser on the real gateway, which is a cluster of its own.</summary>
public sealed class ClusterTests(Browser browser, PageGateway gateway)
{
    private async Task<IPage> OpenAsync(Action<BrowserNewContextOptions>? configure = null)
    {
        var page = await browser.OpenAsync(configure);
        await page.GotoAsync($"{gateway.Address}#cluster");
        await Expect(page.Locator(".overview")).ToHaveAttributeAsync("data-health", "healthy");
        return page;
    }

    private static async Task UseTokenAsync(IPage page, string token)
    {
        await page.Locator(".token-here input").FillAsync(token);
        await page.Locator(".token-here button[type=submit]").ClickAsync();
    }

    [Fact]
    public async Task Health_is_shown_to_everybody_and_the_rest_asks_for_a_token()
    {
        var page = await OpenAsync();

        await Expect(page.Locator(".overview h2")).ToHaveTextAsync("Everything answers");
        await Expect(page.Locator(".health li[data-health=healthy]").Filter(new() { HasText = "Grains" })).ToHaveCountAsync(1);
        await Expect(page.Locator(".health li[data-health=healthy]").Filter(new() { HasText = "Database" })).ToHaveCountAsync(1);
        await Expect(page.Locator(".numbers [data-kind=closed]")).ToContainTextAsync("closed");
        await Expect(page.Locator(".problem")).ToContainTextAsync("A token is needed");
        await Expect(page.Locator("table")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task With_a_token_silos_grains_channels_and_gateways_are_shown()
    {
        var page = await OpenAsync();

        await UseTokenAsync(page, PageGateway.ApiToken);

        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Silos" }).Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Silos" })).ToContainTextAsync("active");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Gateways" }).Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Locator(".grains li")).Not.ToHaveCountAsync(0);
        var channels = page.GetByRole(AriaRole.Region, new() { Name = "Channels" });
        await Expect(channels.Locator("tbody tr").Filter(new() { HasText = "pulse" })).ToHaveCountAsync(1);
        await page.GetByPlaceholder("Find channels").FillAsync("log");
        await Expect(channels.Locator("tbody tr").Filter(new() { HasText = "pulse" })).ToHaveCountAsync(0);
        Assert.DoesNotContain(PageGateway.ApiToken, page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_not_accepted_shows_nothing()
    {
        var page = await OpenAsync();

        await UseTokenAsync(page, "not one of the tokens here");

        await Expect(page.Locator(".problem")).ToContainTextAsync("A token is needed");
        await Expect(page.Locator("table")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Nothing_is_wider_than_a_narrow_screen()
    {
        var page = await OpenAsync(options => (options.ViewportSize, options.Locale) = (new ViewportSize { Width = 320, Height = 800 }, "ru-RU"));
        await UseTokenAsync(page, PageGateway.ApiToken);
        await Expect(page.Locator("table")).ToHaveCountAsync(3);

        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
    }
}
