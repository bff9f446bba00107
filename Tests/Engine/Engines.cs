using Iskra.Tests.Engine;

[assembly: AssemblyFixture(typeof(Engines))]

namespace Iskra.Tests.Engine;

/// <summary>The engines that tests share, one for each number of silos; started when first asked for.</summary>
public sealed class Engines : IAsyncDisposable
{
    private readonly Lazy<Task<TestEngine>>[] _bySilos = [Start(1), Start(2)];

    public Task<TestEngine> OfAsync(Cluster cluster) => _bySilos[cluster.Silos - 1].Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _bySilos.Where(engine => engine.IsValueCreated))
        {
            await (await engine.Value).DisposeAsync();
        }
    }

    private static Lazy<Task<TestEngine>> Start(int silos) => new(() => TestEngine.StartAsync(new TestEngineOptions { Silos = silos }));
}
