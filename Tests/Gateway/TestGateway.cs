using Iskra.Gateway.Api;
using Iskra.Gateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Gateway;

/// <summary>The real process on free loopback ports, with the store in memory.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    internal const string SigningKey = "the signing key of the gateway tests, long enough";
    internal const string ApiToken = "an-api-token-of-the-tests";

    private readonly WebApplication _app;

    private TestGateway(WebApplication app) => _app = app;

    internal IServiceProvider Services => _app.Services;

    internal IClusterClient Cluster => _app.Services.GetRequiredService<IClusterClient>();

    /// <summary>Starts a gateway; one that is given a cluster is another gateway of that cluster.</summary>
    internal static async Task<TestGateway> StartAsync(
        string[]? settings = null, IClusterClient? cluster = null, Action<WebApplicationBuilder>? configure = null)
    {
        string[] args =
        [
            "--Gateway:Ports:Main=0", "--Gateway:Ports:Pulse=0", "--Gateway:Ports:Seams=0", "--Gateway:Ports:Voices=0",
            "--Store=memory", $"--Auth:SigningKey={SigningKey}", $"--Auth:ApiTokens={ApiToken}", "--Gateway:DrainMs=500",
            "--Logging:LogLevel:Default=Warning", .. settings ?? [],
        ];
        var app = IskraHost.Build(args, builder =>
        {
            if (cluster is not null)
            {
                builder.Services.AddSingleton(cluster);
            }

            configure?.Invoke(builder);
        });
        await app.StartAsync();
        return new TestGateway(app);
    }

    /// <summary>Has the gateway count the messages that come by HTTP on a clock that stands: what was used up is not given back.</summary>
    internal static void StopClockOfRates(WebApplicationBuilder builder) =>
        builder.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<MessageRates>(provider, new ManualTime()));

    internal T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    internal ListenAddresses Addresses => Get<ListenAddresses>();

    internal Uri Address(ListenPort port = ListenPort.Main, string path = "/ws/dashboard") =>
        new(Addresses.AddressOf(port, "ws") + path);

    internal Uri Http(string path = "/") => new(Addresses.AddressOf(ListenPort.Main) + path);

    /// <summary>Waits until it says that it is ready. The cluster and the store have 2 s to answer, which a busy machine may take.</summary>
    internal async Task IsReadyAsync()
    {
        using var http = new HttpClient();
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await http.GetAsync(Http("/ready"));
                return answer.IsSuccessStatusCode;
            },
            "the gateway is ready");
    }

    internal Task StopAsync(CancellationToken cancellationToken = default) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
