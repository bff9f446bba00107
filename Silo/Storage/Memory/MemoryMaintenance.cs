namespace Iskra.Silo.Storage.Memory;

/// <summary>Forgets the state of sessions that are long gone; everything else in memory bounds itself.</summary>
public sealed class MemoryMaintenance(MemoryStateStorage storage, StorageOptions options, TimeProvider time) : IStoreMaintenance
{
    /// <inheritdoc/>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        storage.Sweep(GrainStateSweep.ConnectionType, time.GetUtcNow().AddMinutes(-options.ConnectionStateMinutes));
        return Task.CompletedTask;
    }
}
