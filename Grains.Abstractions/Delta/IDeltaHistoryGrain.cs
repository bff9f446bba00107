namespace Iskra.Delta;

/// <summary>Reads stored records. A stateless worker; the key is 0.</summary>
[Alias("iskra.delta-history")]
public interface IDeltaHistoryGrain : IGrainWithIntegerKey
{
    /// <summary>The newest records that a filter lets through, newest first.</summary>
    /// <exception cref="RefusedException"><c>invalid_field</c> or, when the store is away, <c>overloaded</c>.</exception>
    [Alias("read")]
    Task<DeltaPage> Read(DeltaFilter filter);
}
