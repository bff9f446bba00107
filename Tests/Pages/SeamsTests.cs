using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Iskra.Tests.Pages;

/// <summary>The Seams page in a real browser on the real gateway.</summary>
public sealed class SeamsTests(Browser browser, PageGateway gateway)
{
    private async Task<IPage> OpenAsync(Action<BrowserNewContextOptions>? configure = null)
    {
        var page = await browser.OpenAsync(configure);
        await page.GotoAsync($"{gateway.Address}#seams");
        await Expect(page.Locator(".link")).ToHaveAttributeAsync("data-state", "live");
        return page;
    }

    [Fact]
    public async Task Transitions_and_bifurcations_show_as_they_happen()
    {
        var page = await OpenAsync();

        await gateway.ReportAsync(0.55, 0.35, 0.2, 0.9);
        await Expect(page.Locator(".system-name")).ToHaveTextAsync("Crisis");
        await gateway.ReportAsync(0.95, 0.1, 0.3, 0.95);
        await Expect(page.Locator(".system-name")).ToHaveTextAsync("Crystallization");
        await gateway.ReportAsync(0.3, 0.95, 0.1, 0.92);
        await Expect(page.Locator(".system-name")).ToHaveTextAsync("Chaotic creation");
        await gateway.ReportAsync(0.95, 0.1, 0.3, 0.95);

        await Expect(page.Locator(".system-name")).ToHaveTextAsync("Crystallization");
        await Expect(page.Locator(".events").First.Locator("li").First).ToContainTextAsync("Chaotic creation");
        await Expect(page.Locator(".events").Nth(1).Locator("li")).Not.ToHaveCountAsync(0);
        await Expect(page.Locator(".system-tension")).ToContainTextAsync("bifurcation");
        await Expect(page.Locator(".state-rows li[aria-current]")).ToContainTextAsync("Crystallization");
        await Expect(page.Locator(".state-mark")).Not.ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Meter, new() { Name = "Clarity" }).First).ToHaveAttributeAsync("aria-valuenow", "0.95");
    }

    [Fact]
    public async Task Records_are_filtered_by_seam_and_event_and_shown_whole()
    {
        var page = await OpenAsync();
        await gateway.PostAsync("/api/v2/messages", new { type = "nobody knows this" });
        await page.ReloadAsync();
        await Expect(page.Locator(".record").First).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Combobox, new() { Name = "Event", Exact = true }).SelectOptionAsync("connection_established");
        await Expect(page.Locator(".record").First).ToContainTextAsync("Connected");
        await Expect(page.Locator(".record").Filter(new() { HasNotText = "Connected" })).ToHaveCountAsync(0);
        await page.Locator(".record").First.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Connected" });
        await Expect(dialog).ToContainTextAsync("connection_established");
        await Expect(dialog.Locator("pre").First).ToContainTextAsync("independent_verification");
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Combobox, new() { Name = "Seam", Exact = true }).SelectOptionAsync("load_balancing");
        await Expect(page.Locator(".delta .empty")).ToHaveTextAsync("No record matches.");
    }

    [Fact]
    public async Task A_seam_between_components_leads_to_its_records()
    {
        var page = await OpenAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Operation", Exact = true }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Seam", Exact = true })).ToHaveValueAsync("general_operation");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Operation", Exact = true })).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Theory]
    [InlineData(320)]
    [InlineData(900)]
    public async Task Nothing_is_wider_than_the_screen(int width)
    {
        var page = await OpenAsync(options => (options.ViewportSize, options.Locale) = (new ViewportSize { Width = width, Height = 800 }, "ru-RU"));
        await Expect(page.Locator(".delta")).ToHaveCountAsync(1);

        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
    }
}
