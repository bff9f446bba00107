using System.Buffers.Binary;

namespace Iskra.Gateway.Sockets;

/// <summary>
/// Looks for the answer to a close in what is thrown away, so that the connection can be ended as soon as it is there (RFC 6455 section
/// 7.1.1: it is the server that ends it). Pure: bytes in. It keeps nothing but the header of one frame.
/// </summary>
/// <param name="skip">How many bytes of the frame under way are still to come.</param>
public sealed class CloseSeeker(long skip = 0)
{
    private const int MaxHeaderBytes = 14;

    private readonly byte[] _header = new byte[MaxHeaderBytes];
    private long _skip = skip;
    private int _length;
    private bool _isClose;

    /// <summary>Whether the whole close frame was there.</summary>
    public bool IsFound { get; private set; }

    /// <summary>Takes what has been received.</summary>
    public void Take(ReadOnlySpan<byte> input)
    {
        while (!IsFound)
        {
            var skipped = (int)Math.Min(_skip, input.Length);
            input = input[skipped..];
            _skip -= skipped;
            if (_skip > 0)
            {
                return;
            }

            IsFound = _isClose;
            if (IsFound || !TryTakeHeader(ref input))
            {
                return;
            }
        }
    }

    private bool TryTakeHeader(ref ReadOnlySpan<byte> input)
    {
        while (_length < 2 || _length < HeaderBytes(_header[1]))
        {
            if (input.IsEmpty)
            {
                return false;
            }

            _header[_length++] = input[0];
            input = input[1..];
        }

        _length = 0;
        _isClose = (WebSocketOpcode)(_header[0] & 0x0F) == WebSocketOpcode.Close;
        _skip = (_header[1] & 0x7F) switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(2)),
            127 => BinaryPrimitives.ReadInt64BigEndian(_header.AsSpan(2)) & long.MaxValue,
            var length => length,
        };
        return true;
    }

    private static int HeaderBytes(byte second) =>
        2 + ((second & 0x7F) switch { 126 => 2, 127 => 8, _ => 0 }) + ((second & 0x80) != 0 ? sizeof(uint) : 0);
}
