using Iskra.Cluster;

namespace Iskra.Silo.Cluster;

/// <summary>The one process that the embedded engine is.</summary>
internal sealed class ClusterInspector(TimeProvider time) : IClusterInspector
{
    private const string Address = "in-process";
    private readonly DateTimeOffset _since = time.GetUtcNow();

    /// <inheritdoc/>
    public Task<IReadOnlyList<SiloView>> SilosAsync(IGrainFactory grains) =>
        Task.FromResult<IReadOnlyList<SiloView>>([new SiloView(Environment.MachineName.ToLowerInvariant(), Address, "active", _since, null)]);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<(string Class, string Silo, int Count)>> ActivationsAsync(IGrainFactory grains)
    {
        var statistics = await grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics();
        return [.. statistics.Select(item => (item.GrainType, Address, item.ActivationCount))];
    }
}
