namespace Iskra.Silo.Storage.Memory;

/// <summary>Memory is always there.</summary>
public sealed class MemoryStoreHealth : IStoreHealth
{
    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public Task<TimeSpan?> ProbeAsync(CancellationToken cancellationToken) => Task.FromResult<TimeSpan?>(TimeSpan.Zero);
}
