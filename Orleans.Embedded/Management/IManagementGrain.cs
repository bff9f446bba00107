using Orleans.Concurrency;

namespace Orleans.Runtime;

/// <summary>Figures and switches of the engine. The key is 0.</summary>
public interface IManagementGrain : IGrainWithIntegerKey
{
    /// <summary>Ends all idle activations that have been idle for some time.</summary>
    /// <param name="ageLimit">For how long.</param>
    Task ForceActivationCollection(TimeSpan ageLimit);

    /// <summary>Number of activations by class.</summary>
    [ReadOnly]
    Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics();

    /// <summary>All activations.</summary>
    /// <param name="types">Only grain types with these names; all when null.</param>
    [ReadOnly]
    Task<DetailedGrainStatistic[]> GetDetailedGrainStatistics(string[]? types = null);

    /// <summary>Number of activations.</summary>
    [ReadOnly]
    Task<int> GetTotalActivationCount();
}
