using System.Net.Http.Json;
using Iskra.Gateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(Iskra.Tests.Pages.PageGateway))]

namespace Iskra.Tests.Pages;

/// <summary>The real gateway with the pages, in this process, with its store in memory; shared by the tests of pages that only look.</summary>
public sealed class PageGateway : IAsyncLifetime
{
    /// <summary>A token that it accepts.</summary>
    public const string ApiToken = "an-api-token-of-the-page-tests";

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private WebApplication? _app;

    public Uri Address => new(_app!.Services.GetRequiredService<ListenAddresses>().AddressOf(ListenPort.Main));

    public async ValueTask InitializeAsync()
    {
        string[] settings =
        [
            "--Gateway:Ports:Main=0", "--Gateway:Ports:Pulse=0", "--Gateway:Ports:Seams=0", "--Gateway:Ports:Voices=0", "--Store=memory",
            "--Gateway:DrainMs=500", $"--Auth:ApiTokens={ApiToken}", "--Logging:LogLevel:Default=Warning",
        ];
        _app = IskraHost.Build(settings);
        await _app.StartAsync();
    }

    /// <summary>Reports the four metrics at once.</summary>
    public async Task ReportAsync(double clarity, double chaos, double trust, double pain)
    {
        (string Metric, double Value)[] values = [("clarity", clarity), ("chaos", chaos), ("trust", trust), ("pain", pain)];
        await PostAsync("/api/v2/metrics", values.Select(value => new { metric = value.Metric, value = value.Value }));
    }

    /// <summary>Posts JSON.</summary>
    public async Task PostAsync(string path, object body)
    {
        using var response = await _http.PostAsJsonAsync(new Uri(Address, path), body);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_app is null) return;
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
