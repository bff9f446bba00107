using Iskra.Gateway.Hosting;
using Iskra.Gateway.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Gateway.Live;

/// <summary>
/// A gateway whose sessions live by a clock of the test: heartbeats, tokens and rates, and when asked for, the circuit breaker. The
/// cluster behind it keeps the clock of the machine.
/// </summary>
internal sealed class ClockedGateway : IAsyncDisposable
{
    private readonly TestGateway _gateway;

    private ClockedGateway(TestGateway gateway, ManualTime time) => (_gateway, Time) = (gateway, time);

    internal ManualTime Time { get; }

    internal static Task<ClockedGateway> StartAsync(params string[] settings) => StartAsync(settings, withCircuit: false);

    /// <summary>With the clock of the test for the circuit breaker and the time that the cluster has for its answers, too.</summary>
    internal static Task<ClockedGateway> StartWithCircuitAsync() => StartAsync([], withCircuit: true);

    private static async Task<ClockedGateway> StartAsync(string[] settings, bool withCircuit)
    {
        var time = new ManualTime();
        var gateway = await TestGateway.StartAsync(settings, configure: builder =>
        {
            builder.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SessionKeeper>(provider, time));
            builder.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<FrameIntake>(provider, time));
            if (withCircuit)
            {
                builder.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ClusterCalls>(provider, time));
            }
        });
        return new ClockedGateway(gateway, time);
    }

    internal T Get<T>()
        where T : notnull => _gateway.Get<T>();

    internal IClusterClient Cluster => _gateway.Cluster;

    internal Uri Address(ListenPort port = ListenPort.Main, string path = "/ws/dashboard") => _gateway.Address(port, path);

    internal Uri Http(string path) => _gateway.Http(path);

    internal Task IsReadyAsync() => _gateway.IsReadyAsync();

    internal Task StopAsync() => _gateway.StopAsync();

    internal void Advance(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();
}
