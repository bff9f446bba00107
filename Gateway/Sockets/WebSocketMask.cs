using System.Numerics;
using System.Runtime.InteropServices;

namespace Iskra.Gateway.Sockets;

/// <summary>Masking of client frames (RFC 6455 section 5.3).</summary>
public static class WebSocketMask
{
    /// <summary>Masks or unmasks in place.</summary>
    /// <param name="payload">The next part of the payload.</param>
    /// <param name="mask">The masking key, as four bytes in the order of the wire.</param>
    /// <returns>The key for the part after this one.</returns>
    public static uint Apply(Span<byte> payload, uint mask)
    {
        if (mask == 0)
        {
            return 0;
        }

        var pattern = new Vector<uint>(mask);
        var vectors = MemoryMarshal.Cast<byte, Vector<uint>>(payload);
        foreach (ref var vector in vectors)
        {
            vector ^= pattern;
        }

        // The key has four bytes and a vector a multiple of that, so the rest begins with the first byte of the key.
        var rest = payload[(vectors.Length * Vector<byte>.Count)..];
        Span<byte> key = stackalloc byte[sizeof(uint)];
        MemoryMarshal.Write(key, in mask);
        for (var i = 0; i < rest.Length; i++)
        {
            rest[i] ^= key[i & 3];
        }

        return BitConverter.IsLittleEndian
            ? BitOperations.RotateRight(mask, 8 * (rest.Length & 3))
            : BitOperations.RotateLeft(mask, 8 * (rest.Length & 3));
    }
}
