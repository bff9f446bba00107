using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Iskra.Channels;

namespace Iskra.Gateway.Protocol;

/// <summary>
/// The opaque string that holds the positions of all channels of a session (protocol section 3): SSE event id, polling cursor
/// and the <c>cursor</c> of WebSocket frames are one and the same.
/// </summary>
/// <remarks>
/// Base64url of: version 1; then for each channel the length and ASCII of its name, the length and ASCII of its epoch, and the
/// number as a variable-length integer; then a checksum of four bytes, so that a cursor that was cut or mistyped is noticed. It
/// is no secret and grants nothing: what a caller may read is checked when the channels are subscribed.
/// </remarks>
public static class Cursor
{
    /// <summary>Most channels in a cursor: the subscription limit of a session with room for its default channels.</summary>
    public const int MaxChannels = 1_024;

    /// <summary>Longest epoch, in characters.</summary>
    public const int MaxEpochLength = 64;

    /// <summary>Longest cursor that is looked at, in characters.</summary>
    public const int MaxLength = 256 * 1_024;

    internal const byte Version = 1;
    private const int ChecksumLength = 4;

    /// <summary>Writes the positions as a cursor.</summary>
    public static string Encode(IEnumerable<KeyValuePair<string, ChannelPosition>> positions)
    {
        var writer = new System.Buffers.ArrayBufferWriter<byte>(256);
        writer.GetSpan(1)[0] = Version;
        writer.Advance(1);
        foreach (var (channel, position) in positions)
        {
            WriteText(writer, channel);
            WriteText(writer, position.Epoch);
            WriteNumber(writer, (ulong)position.Seq);
        }

        var checksum = Checksum(writer.WrittenSpan);
        BinaryPrimitives.WriteUInt32LittleEndian(writer.GetSpan(ChecksumLength), checksum);
        writer.Advance(ChecksumLength);
        return Base64Url.EncodeToString(writer.WrittenSpan);
    }

    /// <summary>Reads a cursor.</summary>
    /// <returns>False when it is not one that <see cref="Encode"/> wrote.</returns>
    public static bool TryDecode(ReadOnlySpan<char> cursor, [NotNullWhen(true)] out ImmutableDictionary<string, ChannelPosition>? positions)
    {
        positions = null;
        if (cursor.IsEmpty || cursor.Length > MaxLength || !Base64Url.IsValid(cursor))
        {
            return false;
        }

        var bytes = Base64Url.DecodeFromChars(cursor).AsSpan();
        if (bytes.Length < 1 + ChecksumLength || bytes[0] != Version)
        {
            return false;
        }

        var body = bytes[..^ChecksumLength];
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes[^ChecksumLength..]) == Checksum(body)
            && TryReadPositions(body[1..], out positions);
    }

    private static bool TryReadPositions(ReadOnlySpan<byte> rest, [NotNullWhen(true)] out ImmutableDictionary<string, ChannelPosition>? positions)
    {
        positions = null;
        var builder = ImmutableDictionary.CreateBuilder<string, ChannelPosition>(StringComparer.Ordinal);
        while (!rest.IsEmpty)
        {
            if (!TryReadText(ref rest, out var channel) || !TryReadText(ref rest, out var epoch) || !TryReadNumber(ref rest, out var seq)
                || !ChannelName.IsValid(channel) || epoch.Length is 0 or > MaxEpochLength || builder.Count >= MaxChannels
                || !builder.TryAdd(channel, new ChannelPosition(epoch, seq)))
            {
                return false;
            }
        }

        positions = builder.ToImmutable();
        return true;
    }

    private static void WriteText(System.Buffers.ArrayBufferWriter<byte> writer, string text)
    {
        var span = writer.GetSpan(1 + text.Length);
        span[0] = (byte)text.Length;
        writer.Advance(1 + Encoding.ASCII.GetBytes(text, span[1..]));
    }

    private static void WriteNumber(System.Buffers.ArrayBufferWriter<byte> writer, ulong number)
    {
        var span = writer.GetSpan(10);
        var length = 0;
        while (number >= 0x80)
        {
            span[length++] = (byte)(number | 0x80);
            number >>= 7;
        }

        span[length++] = (byte)number;
        writer.Advance(length);
    }

    private static bool TryReadText(ref ReadOnlySpan<byte> rest, out string text)
    {
        text = string.Empty;
        if (rest.IsEmpty || rest.Length < 1 + rest[0])
        {
            return false;
        }

        var bytes = rest.Slice(1, rest[0]);
        rest = rest[(1 + rest[0])..];
        if (!Ascii.IsValid(bytes))
        {
            return false;
        }

        text = Encoding.ASCII.GetString(bytes);
        return true;
    }

    private static bool TryReadNumber(ref ReadOnlySpan<byte> rest, out long number)
    {
        number = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            if (rest.IsEmpty)
            {
                return false;
            }

            var next = rest[0];
            rest = rest[1..];
            number |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>FNV-1a, 32 bits: it is to notice accidents, not attacks.</summary>
    internal static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var hash = 2_166_136_261u;
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * 16_777_619u;
        }

        return hash;
    }
}
