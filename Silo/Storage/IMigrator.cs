namespace Iskra.Silo.Storage;

/// <summary>Brings the tables of the store to the version that this program needs.</summary>
public interface IMigrator
{
    /// <summary>Applies what is missing. Safe to call again and from several processes at once.</summary>
    /// <returns>How many migrations were applied now.</returns>
    /// <exception cref="MigrationException">An applied migration is no longer the one in this program, or one fails.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    Task<int> ApplyAsync(CancellationToken cancellationToken);
}
