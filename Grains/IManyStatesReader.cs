namespace Iskra;

/// <summary>What a grain storage offers in addition when it can read many states of a grain at once.</summary>
public interface IManyStatesReader
{
    /// <summary>Reads states, each like <c>IGrainStorage.ReadStateAsync</c>.</summary>
    /// <param name="grainId">The grain.</param>
    /// <param name="states">What to fill, by the name of the state.</param>
    /// <exception cref="StoreUnavailableException">The store is away.</exception>
    Task ReadStatesAsync<T>(GrainId grainId, IReadOnlyDictionary<string, GrainState<T>> states);
}
