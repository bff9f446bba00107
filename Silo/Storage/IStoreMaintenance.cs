namespace Iskra.Silo.Storage;

/// <summary>What a store must do from time to time: make room ahead, remove what has outlived its retention.</summary>
public interface IStoreMaintenance
{
    /// <summary>Does what is due now, in bounded steps.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    Task RunAsync(CancellationToken cancellationToken);
}
