using System.Security.Cryptography;

namespace Iskra.Channels;

/// <summary>Epochs from the random source of the operating system: 36^12 of them, so that two never meet.</summary>
public sealed class RandomEpochSource : IEpochSource
{
    /// <summary>Characters in an epoch.</summary>
    public const int Length = 12;

    /// <inheritdoc/>
    public string Next() => RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", Length);
}
