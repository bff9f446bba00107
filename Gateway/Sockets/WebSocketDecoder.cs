using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Iskra.Gateway.Sockets;

/// <summary>
/// Reads the frames of one client (RFC 6455 section 5, RFC 7692 section 7). Pure: bytes in, messages out. A message that fits
/// into the input is given out where it lies; only a message that comes in parts is gathered, in memory of the shared pool that
/// grows with what has really arrived and never beyond the limit.
/// </summary>
public sealed class WebSocketDecoder : IDisposable
{
    private const int MaxControlPayload = 125;
    private const int FirstPart = 1_024;

    private readonly int _maxMessageBytes;
    private readonly bool _canInflate;
    private byte[] _message = [];
    private int _length;
    private WebSocketOpcode _opcode;
    private bool _isCompressed;
    private bool _inFrame;
    private bool _isFinal;
    private long _remaining;
    private uint _mask;
    private bool _isDelivered;

    /// <summary>A decoder for one connection.</summary>
    /// <param name="maxMessageBytes">Largest message, before and after decompression.</param>
    /// <param name="canInflate">Whether permessage-deflate was agreed on.</param>
    public WebSocketDecoder(int maxMessageBytes, bool canInflate)
    {
        _maxMessageBytes = maxMessageBytes;
        _canInflate = canInflate;
    }

    /// <summary>How many bytes the frame under way still has.</summary>
    public long Remaining => _inFrame ? _remaining : 0;

    /// <summary>After <c>TooLarge</c>: how many bytes of the frame that was too large follow.</summary>
    public long Refused { get; private set; }

    /// <summary>Whether part of a message is held.</summary>
    public bool IsInsideMessage => _opcode != WebSocketOpcode.Continuation;

    /// <summary>Reads the next message. After <c>TooLarge</c> or <c>Violation</c> the decoder is of no use any more.</summary>
    /// <param name="input">What has been received; it is unmasked in place.</param>
    public WebSocketMessage Decode(Memory<byte> input)
    {
        if (_isDelivered)
        {
            Forget();
        }

        var consumed = 0;
        while (true)
        {
            if (!_inFrame)
            {
                var found = ReadHeader(input[consumed..]);
                consumed += found.Consumed;
                if (found.Kind != WebSocketMessageKind.NeedMore || !_inFrame)
                {
                    return found with { Consumed = consumed };
                }
            }

            consumed += Gather(input.Span[consumed..]);
            if (_remaining > 0)
            {
                return new WebSocketMessage(WebSocketMessageKind.NeedMore, consumed);
            }

            _inFrame = false;
            if (_isFinal)
            {
                _isDelivered = true;
                return Finish(_message.AsMemory(0, _length), consumed);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Forget();

    private static WebSocketMessage Violation(string fault) => new(WebSocketMessageKind.Violation, 0, default, fault);

    private WebSocketMessage ReadHeader(Memory<byte> input)
    {
        var bytes = input.Span;
        if (bytes.Length < 2)
        {
            return default;
        }

        if (CheckFlags(bytes[0], bytes[1]) is { } fault)
        {
            return Violation(fault);
        }

        var lengthBytes = (bytes[1] & 0x7F) switch { 126 => 2, 127 => 8, _ => 0 };
        var headerLength = 2 + lengthBytes + sizeof(uint);
        if (bytes.Length < headerLength)
        {
            return default;
        }

        if (!TryReadLength(bytes, lengthBytes, out var length))
        {
            return Violation("The length of a frame is not written with the fewest bytes.");
        }

        var mask = MemoryMarshal.Read<uint>(bytes[(2 + lengthBytes)..]);
        var opcode = (WebSocketOpcode)(bytes[0] & 0x0F);
        return opcode >= WebSocketOpcode.Close
            ? ReadControl(input[headerLength..], opcode, (int)length, mask, headerLength)
            : ReadData(input[headerLength..], bytes[0], length, mask, headerLength);
    }

    private static WebSocketMessage ReadControl(Memory<byte> rest, WebSocketOpcode opcode, int length, uint mask, int headerLength)
    {
        if (rest.Length < length)
        {
            return default;
        }

        var payload = rest[..length];
        WebSocketMask.Apply(payload.Span, mask);
        var kind = opcode switch
        {
            WebSocketOpcode.Ping => WebSocketMessageKind.Ping,
            WebSocketOpcode.Pong => WebSocketMessageKind.Pong,
            _ => WebSocketMessageKind.Close,
        };
        return new WebSocketMessage(kind, headerLength + length, payload);
    }

    private WebSocketMessage ReadData(Memory<byte> rest, byte flags, long length, uint mask, int headerLength)
    {
        if (length > _maxMessageBytes - _length)
        {
            Refused = length;
            return new WebSocketMessage(WebSocketMessageKind.TooLarge, headerLength);
        }

        var isFirst = _opcode == WebSocketOpcode.Continuation;
        if (isFirst)
        {
            _opcode = (WebSocketOpcode)(flags & 0x0F);
            _isCompressed = (flags & WebSocketHeader.Compressed) != 0;
        }

        _isFinal = (flags & WebSocketHeader.Final) != 0;
        if (isFirst && _isFinal && rest.Length >= length)
        {
            var payload = rest[..(int)length];
            WebSocketMask.Apply(payload.Span, mask);
            _isDelivered = true;
            return Finish(payload, headerLength + (int)length);
        }

        _inFrame = true;
        _remaining = length;
        _mask = mask;
        return new WebSocketMessage(WebSocketMessageKind.NeedMore, headerLength);
    }

    private string? CheckFlags(byte first, byte second)
    {
        var opcode = (WebSocketOpcode)(first & 0x0F);
        var isInside = IsInsideMessage;
        if ((first & 0x30) != 0)
        {
            return "A reserved bit is set.";
        }

        if ((first & WebSocketHeader.Compressed) != 0 && (!_canInflate || opcode is not (WebSocketOpcode.Text or WebSocketOpcode.Binary)))
        {
            return "The bit for compression is set where it was not agreed on.";
        }

        if ((second & 0x80) == 0)
        {
            return "A frame of a client is not masked.";
        }

        return opcode switch
        {
            WebSocketOpcode.Continuation => isInside ? null : "A continuation has no beginning.",
            WebSocketOpcode.Text or WebSocketOpcode.Binary => isInside ? "A message begins inside of another." : null,
            WebSocketOpcode.Close or WebSocketOpcode.Ping or WebSocketOpcode.Pong =>
                (first & WebSocketHeader.Final) == 0 ? "A control frame is fragmented."
                : (second & 0x7F) > MaxControlPayload ? "A control frame is longer than 125 bytes."
                : null,
            _ => "The opcode is unknown.",
        };
    }

    private static bool TryReadLength(ReadOnlySpan<byte> bytes, int lengthBytes, out long length)
    {
        switch (lengthBytes)
        {
            case 0:
                length = bytes[1] & 0x7F;
                return true;
            case 2:
                length = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
                return length >= 126;
            default:
                length = BinaryPrimitives.ReadInt64BigEndian(bytes[2..]);
                return length > ushort.MaxValue;
        }
    }

    private int Gather(ReadOnlySpan<byte> input)
    {
        var count = (int)Math.Min(_remaining, input.Length);
        Reserve(count);
        var part = _message.AsSpan(_length, count);
        input[..count].CopyTo(part);
        _mask = WebSocketMask.Apply(part, _mask);
        _length += count;
        _remaining -= count;
        return count;
    }

    private WebSocketMessage Finish(ReadOnlyMemory<byte> payload, int consumed)
    {
        var kind = _opcode == WebSocketOpcode.Text ? WebSocketMessageKind.Text : WebSocketMessageKind.Binary;
        _opcode = WebSocketOpcode.Continuation;
        if (!_isCompressed)
        {
            return new WebSocketMessage(kind, consumed, payload);
        }

        _isCompressed = false;
        var result = MessageInflater.TryInflate(payload.Span, _maxMessageBytes, out var message, out var length);
        Forget();
        _message = message;
        _isDelivered = true;
        return result == WebSocketMessageKind.Text
            ? new WebSocketMessage(kind, consumed, message.AsMemory(0, length))
            : new WebSocketMessage(result, consumed, default, "A compressed message is damaged.");
    }

    private void Reserve(int count)
    {
        if (_message.Length - _length >= count)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstPart, Math.Max(_length + count, _message.Length * 2)));
        _message.AsSpan(0, _length).CopyTo(larger);
        if (_message.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_message);
        }

        _message = larger;
    }

    private void Forget()
    {
        if (_message.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_message);
        }

        _message = [];
        _length = 0;
        _isDelivered = false;
    }
}
