using System.Net;
using Iskra.Bench.Peers;
using Iskra.Channels;
using Iskra.Silo.Storage.Memory;
using Orleans.Configuration;

namespace Iskra.Bench.Delivery;

/// <summary>Three silos and two gateways in this process, connected over TCP as they would be between processes.</summary>
internal sealed class DeliveryCluster : IAsyncDisposable
{
    private const int Silos = 3;
    private const int Gateways = 2;
    private readonly List<IHost> _silos = [];
    private readonly List<IHost> _gateways = [];

    /// <summary>The way to the grains from each gateway.</summary>
    internal IReadOnlyList<IClusterClient> Clients => [.. _gateways.Select(host => host.Services.GetRequiredService<IClusterClient>())];

    internal static async Task<DeliveryCluster> StartAsync(IDeliveryCandidate candidate)
    {
        var cluster = new DeliveryCluster();
        var ports = Enumerable.Range(0, Silos).Select(_ => (Silo: PeerServer.FreePort(), Client: PeerServer.FreePort())).ToArray();
        var primary = new IPEndPoint(IPAddress.Loopback, ports[0].Silo);
        foreach (var (siloPort, clientPort) in ports)
        {
            cluster._silos.Add(await StartAsync(builder => builder.UseOrleans(silo =>
            {
                silo.UseLocalhostClustering(siloPort, clientPort, primary);
                silo.Services.AddSingleton<IEventLog>(new MemoryEventLog(new RandomEpochSource())).AddIskraChannels();
                candidate.ConfigureSilo(silo);
            })));
        }

        for (var i = 0; i < Gateways; i++)
        {
            cluster._gateways.Add(await StartAsync(builder => builder.UseOrleansClient(gateway =>
            {
                gateway.UseLocalhostClustering([.. ports.Select(port => port.Client)]);
                gateway.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(10));
                candidate.ConfigureGateway(gateway);
            })));
        }

        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _gateways.Concat(Enumerable.Reverse(_silos)))
        {
            await host.StopAsync();
            host.Dispose();
        }
    }

    private static async Task<IHost> StartAsync(Action<IHostApplicationBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        configure(builder);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
