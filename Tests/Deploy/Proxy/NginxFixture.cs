using Iskra.Gateway.Hosting;
using Iskra.Silo.Hosting;
using Iskra.Tests.Deploy.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Deploy.Proxy;

/// <summary>nginx in front of two gateways, which know nothing of each other.</summary>
public sealed class NginxFixture : IAsyncLifetime
{
    internal const string ApiToken = "a-token-of-an-operator";

    internal IReadOnlyList<WebApplication> Gateways { get; private set; } = [];

    internal NginxServer Nginx { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        // Without nginx the tests say why they are skipped.
        if (Installed.Find("nginx") is null) return;
        Gateways = await Task.WhenAll(StartGatewayAsync(), StartGatewayAsync());
        Nginx = await NginxServer.StartAsync([.. Gateways.Select(gateway => gateway.Services.GetRequiredService<ListenAddresses>())]);
    }

    public async ValueTask DisposeAsync()
    {
        if (Nginx is not null) await Nginx.DisposeAsync();
        foreach (var gateway in Gateways)
        {
            await gateway.StopAsync(CancellationToken.None);
            await gateway.DisposeAsync();
        }
    }

    private static async Task<WebApplication> StartGatewayAsync()
    {
        var gateway = IskraHost.Build(
        [
            "--Gateway:Ports:Main=0", "--Gateway:Ports:Pulse=0", "--Gateway:Ports:Seams=0", "--Gateway:Ports:Voices=0",
            "--Gateway:DrainMs=0", "--Gateway:TrustedProxies=127.0.0.1", "--Gateway:MaxConnectionsPerAddress=1", "--Store=memory",
            $"--Auth:ApiTokens={ApiToken}", $"--Silo:Dashboard={SiloHosting.CanCluster}", "--Logging:LogLevel:Default=Error",
        ]);
        await gateway.StartAsync();
        return gateway;
    }
}
