using Iskra.Cluster;

namespace Iskra.Silo.Cluster;

/// <summary>Asks Microsoft Orleans about its silos.</summary>
internal sealed class ClusterInspector : IClusterInspector
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<SiloView>> SilosAsync(IGrainFactory grains)
    {
        var silos = await grains.GetGrain<IManagementGrain>(0).GetDetailedHosts();
        return [.. silos.Select(silo => new SiloView(silo.SiloName, AddressOf(silo.SiloAddress), StatusOf(silo.Status), new DateTimeOffset(DateTime.SpecifyKind(silo.StartTime, DateTimeKind.Utc)), null))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<(string Class, string Silo, int Count)>> ActivationsAsync(IGrainFactory grains)
    {
        var statistics = await grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics();
        return [.. statistics.Select(item => (item.GrainType, AddressOf(item.SiloAddress), item.ActivationCount))];
    }

    // The generation tells a silo that was started again on the same port from the one before.
    private static string AddressOf(SiloAddress silo) => $"{silo.Endpoint}@{silo.Generation}";

    private static string StatusOf(SiloStatus status) => status switch
    {
        SiloStatus.Created or SiloStatus.Joining => "joining",
        SiloStatus.Active => "active",
        SiloStatus.ShuttingDown or SiloStatus.Stopping => "stopping",
        _ => "dead",
    };
}
