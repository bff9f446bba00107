using System.Net.Http.Headers;
using Iskra.Channels;
using Iskra.Gateway.Hosting;
using Iskra.Tests.Gateway;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(GatewayHost))]

namespace Iskra.Tests.Gateway;

/// <summary>The real process on free loopback ports, with the store in memory, shared by the tests of this assembly.</summary>
public sealed class GatewayHost : IAsyncLifetime
{
    internal const string SigningKey = "the signing key of the gateway tests, long enough";
    internal const string ApiToken = "an-api-token-of-the-tests";

    private WebApplication? _app;

    internal HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    internal IServiceProvider Services => _app!.Services;

    internal IClusterClient Cluster => Services.GetRequiredService<IClusterClient>();

    internal ListenAddresses Addresses => Services.GetRequiredService<ListenAddresses>();

    public async ValueTask InitializeAsync()
    {
        _app = await StartAsync();
        Http.BaseAddress = new Uri(Addresses.AddressOf(ListenPort.Main));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_app is null) return;
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    internal static async Task<WebApplication> StartAsync(Action<WebApplicationBuilder>? configure = null, params string[] settings)
    {
        string[] defaults =
        [
            "--Gateway:Ports:Main=0", "--Gateway:Ports:Pulse=0", "--Gateway:Ports:Seams=0", "--Gateway:Ports:Voices=0", "--Store=memory",
            "--Gateway:DrainMs=500", $"--Auth:SigningKey={SigningKey}", $"--Auth:ApiTokens={ApiToken}", "--Logging:LogLevel:Default=Warning",
        ];
        var app = IskraHost.Build([.. defaults, .. settings], configure);
        await app.StartAsync();
        return app;
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
