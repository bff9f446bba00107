using Orleans.Concurrency;
using Orleans.Hosting;

namespace Orleans.Runtime;

/// <summary>Answers from the catalog of the process.</summary>
[Reentrant]
internal sealed class ManagementGrain(EmbeddedRuntime runtime, ActivationCollector collector) : Grain, IManagementGrain
{
    public Task ForceActivationCollection(TimeSpan ageLimit)
    {
        collector.Collect(ageLimit);
        return Task.CompletedTask;
    }

    public Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics() => Task.FromResult(runtime.Catalog.Snapshot()
        .GroupBy(activation => activation.Class.Type.FullName!)
        .Select(group => new SimpleGrainStatistic { GrainType = group.Key, ActivationCount = group.Count() })
        .ToArray());

    public Task<DetailedGrainStatistic[]> GetDetailedGrainStatistics(string[]? types = null) => Task.FromResult(runtime.Catalog.Snapshot()
        .Where(activation => types is null || types.Contains(activation.Class.Type.FullName))
        .Select(activation => new DetailedGrainStatistic { GrainType = activation.Class.Type.FullName!, GrainId = activation.GrainId })
        .ToArray());

    public Task<int> GetTotalActivationCount() => Task.FromResult(runtime.Catalog.Snapshot().Count);
}
