namespace Iskra;

/// <summary>Says whether what must last can be stored now.</summary>
public interface IStoreHealth
{
    /// <summary>What stands behind the store: <c>postgres</c>, <c>timescaledb</c> or <c>memory</c>.</summary>
    string Name { get; }

    /// <summary>Asks the store.</summary>
    /// <returns>How long it took to answer, or null when it did not.</returns>
    Task<TimeSpan?> ProbeAsync(CancellationToken cancellationToken);
}
