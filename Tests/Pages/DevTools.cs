using Microsoft.Playwright;

namespace Iskra.Tests.Pages;

/// <summary>What the browser knows about a page.</summary>
internal sealed class DevTools(ICDPSession session) : IAsyncDisposable
{
    public static async Task<DevTools> OpenAsync(IPage page) => new(await page.Context.NewCDPSessionAsync(page));

    /// <summary>Bytes of the heap that are in use after a full collection.</summary>
    public async Task<long> HeapBytesAsync()
    {
        await session.SendAsync("HeapProfiler.enable");
        await session.SendAsync("HeapProfiler.collectGarbage");
        await session.SendAsync("HeapProfiler.collectGarbage");
        var usage = await session.SendAsync("Runtime.getHeapUsage");
        return (long)usage!.Value.GetProperty("usedSize").GetDouble();
    }

    public async ValueTask DisposeAsync() => await session.DetachAsync();
}
