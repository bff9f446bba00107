namespace Iskra.Silo.Storage.Memory;

/// <summary>Memory has no tables.</summary>
public sealed class MemoryMigrator : IMigrator
{
    /// <inheritdoc/>
    public Task<int> ApplyAsync(CancellationToken cancellationToken) => Task.FromResult(0);
}
