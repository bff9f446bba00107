using System.Net.Http.Headers;
using Iskra.Channels;
using Iskra.Gateway.Hosting;
using Iskra.Tests.Gateway;

[assembly: AssemblyFixture(typeof(GatewayHost))]

namespace Iskra.Tests.Gateway;

/// <summary>The real process on free loopback ports, with the store in memory, shared by the tests of this assembly.</summary>
public sealed class GatewayHost : IAsyncLifetime
{
    private TestGateway? _gateway;

    internal HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    internal IServiceProvider Services => _gateway!.Services;

    internal IClusterClient Cluster => _gateway!.Cluster;

    internal ListenAddresses Addresses => _gateway!.Addresses;

    public async ValueTask InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync();
        Http.BaseAddress = new Uri(Addresses.AddressOf(ListenPort.Main));
        await _gateway.IsReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_gateway is not null) await _gateway.DisposeAsync();
    }

    internal Uri Socket(ListenPort port, string path, string query = "") => new(Addresses.AddressOf(port, "ws") + path + query);

    internal async Task<long> PublishAsync(string channel, int count, string type = "message", int first = 0)
    {
        var drafts = Enumerable.Range(first, count).Select(number => new EventDraft(
            Guid.NewGuid().ToString("N"), type, 1_800_000_000_000, "test", System.Text.Encoding.UTF8.GetBytes($$"""{"n":{{number}}}""")));
        var result = await Cluster.GetGrain<IChannelGrain>(channel).Append([.. drafts]);
        return result.Seqs[^1];
    }

    internal static HttpRequestMessage WithToken(HttpMethod method, string path, string token)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }
}
