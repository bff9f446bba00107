namespace Iskra.Gateway.Security;

/// <summary>Fetches the key set from where it is kept.</summary>
public interface IJwksReader
{
    /// <summary>Reads the set, at most <see cref="JsonWebKeySet.MaxBytes"/>.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken);
}
