using Iskra.Gateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(Iskra.Tests.Tools.Server.IskraServer))]

namespace Iskra.Tests.Tools.Server;

/// <summary>The whole server in this process, on free ports, with the store in memory.</summary>
public sealed class IskraServer : IAsyncLifetime
{
    private WebApplication? _application;

    public async ValueTask InitializeAsync()
    {
        string[] settings = ["--Store=memory", "--Gateway:DrainMs=0", "--Gateway:Ports:Main=0", "--Gateway:Ports:Pulse=0", "--Gateway:Ports:Seams=0", "--Gateway:Ports:Voices=0"];
        _application = IskraHost.Build(settings, builder => builder.Logging.ClearProviders());
        await _application.StartAsync();
    }

    public Uri AddressOf(ListenPort port) =>
        new(_application!.Services.GetRequiredService<ListenAddresses>().AddressOf(port, "ws") + "/realtime");

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
        {
            await _application.StopAsync();
            await _application.DisposeAsync();
        }
    }
}
