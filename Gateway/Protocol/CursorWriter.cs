using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Iskra.Channels;

namespace Iskra.Gateway.Protocol;

/// <summary>
/// Keeps the positions of one reader in the form that a <see cref="Cursor"/> has, so that writing it after every event needs no
/// allocation: names and epochs are written once, only the numbers change. Not safe for threads.
/// </summary>
public sealed class CursorWriter
{
    private const int MaxNumberLength = 9;
    private const int ChecksumLength = 4;

    private readonly Dictionary<string, Slot> _slots = new(StringComparer.Ordinal);
    private byte[] _bytes = new byte[128];

    /// <summary>How many channels there are.</summary>
    public int Count => _slots.Count;

    /// <summary>The position of a channel; null when it has none.</summary>
    public ChannelPosition? this[string channel] => _slots.TryGetValue(channel, out var slot) ? slot.Position : null;

    /// <summary>Sets the position of a channel.</summary>
    public void Set(string channel, ChannelPosition position)
    {
        if (_slots.TryGetValue(channel, out var slot) && slot.Position.Epoch == position.Epoch) slot.Position = position;
        else _slots[channel] = new Slot(channel, position);
    }

    /// <summary>Forgets a channel.</summary>
    public void Remove(string channel) => _slots.Remove(channel);

    /// <summary>Writes the cursor as UTF-8.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var bytes = Encode();
        var target = output.GetSpan(Base64Url.GetEncodedLength(bytes.Length));
        Base64Url.EncodeToUtf8(bytes, target, out _, out var written);
        output.Advance(written);
    }

    /// <inheritdoc/>
    public override string ToString() => Base64Url.EncodeToString(Encode());

    private ReadOnlySpan<byte> Encode()
    {
        var needed = 1 + ChecksumLength;
        foreach (var slot in _slots.Values) needed += slot.Prefix.Length + MaxNumberLength;
        if (_bytes.Length < needed) _bytes = new byte[needed * 2];
        _bytes[0] = Cursor.Version;
        var length = 1;
        foreach (var slot in _slots.Values)
        {
            slot.Prefix.CopyTo(_bytes.AsSpan(length));
            length += slot.Prefix.Length;
            length += WriteNumber(_bytes.AsSpan(length), (ulong)slot.Position.Seq);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(length), Cursor.Checksum(_bytes.AsSpan(0, length)));
        return _bytes.AsSpan(0, length + ChecksumLength);
    }

    private static int WriteNumber(Span<byte> target, ulong number)
    {
        var length = 0;
        while (number >= 0x80)
        {
            target[length++] = (byte)(number | 0x80);
            number >>= 7;
        }

        target[length++] = (byte)number;
        return length;
    }

    private sealed class Slot
    {
        internal Slot(string channel, ChannelPosition position)
        {
            Position = position;
            Prefix = new byte[2 + channel.Length + position.Epoch.Length];
            Prefix[0] = (byte)channel.Length;
            Encoding.ASCII.GetBytes(channel, Prefix.AsSpan(1));
            Prefix[1 + channel.Length] = (byte)position.Epoch.Length;
            Encoding.ASCII.GetBytes(position.Epoch, Prefix.AsSpan(2 + channel.Length));
        }

        internal byte[] Prefix { get; }

        internal ChannelPosition Position { get; set; }
    }
}
