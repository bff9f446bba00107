using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Iskra.Tests.Tools.Support;

/// <summary>An exporter that shows a given text.</summary>
internal sealed class TextExporter(WebApplication application) : IAsyncDisposable
{
    public string Text { get; set; } = "";

    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    public static async Task<TextExporter> StartAsync(string text)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        var exporter = new TextExporter(application) { Text = text };
        application.MapGet("/metrics", () => Results.Text(exporter.Text, "text/plain; version=0.0.4"));
        await application.StartAsync();
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        exporter.Address = new Uri(addresses.Addresses.First() + "/metrics");
        return exporter;
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();
}
