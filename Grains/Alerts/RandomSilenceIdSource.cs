using System.Security.Cryptography;

namespace Iskra.Alerts;

/// <summary>Makes ids of silences from the random numbers of the system.</summary>
public sealed class RandomSilenceIdSource : ISilenceIdSource
{
    /// <inheritdoc/>
    public string Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("d");
    }
}
