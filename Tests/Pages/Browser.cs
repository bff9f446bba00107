using System.Collections.Concurrent;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Iskra.Tests.Pages.Browser))]
[assembly: Iskra.Tests.Pages.ClosesPages]

namespace Iskra.Tests.Pages;

/// <summary>Debian's Chromium, started once for all tests; each test takes a context of its own.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Executable = "/usr/bin/chromium";

    // Longer than anything takes on a busy machine; who waits is told at once when it is there.
    private const float PatienceMs = 30_000;

    private static readonly ConcurrentDictionary<string, ConcurrentBag<IBrowserContext>> Opened = new();

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Executable))
        {
            return;
        }

        Assertions.SetDefaultExpectTimeout(PatienceMs);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executable,
            Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A page of its own, closed when the test is over; skips the test where there is no browser.</summary>
    public async Task<IPage> OpenAsync(Action<BrowserNewContextOptions>? configure = null)
    {
        Assert.SkipWhen(_browser is null, $"{Executable} is not installed; ./iskra test installs it.");
        Assert.SkipUnless(Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot", "assets")), "The pages are not built; ./iskra test builds them where there is Node.js.");
        var options = new BrowserNewContextOptions { Locale = "en-GB" };
        configure?.Invoke(options);
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(PatienceMs);
        Opened.GetOrAdd(TestContext.Current.Test!.UniqueID, _ => []).Add(context);
        return await context.NewPageAsync();
    }

    /// <summary>Closes what a test has opened: a page that is left goes on working, and makes the machine slow for the next test.</summary>
    internal static async Task CloseAsync(string test)
    {
        if (!Opened.TryRemove(test, out var contexts)) return;
        foreach (var context in contexts) await context.CloseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
