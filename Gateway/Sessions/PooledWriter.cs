using System.Buffers;

namespace Iskra.Gateway.Sessions;

/// <summary>A buffer that grows and whose memory comes from the shared pool.</summary>
internal sealed class PooledWriter : IBufferWriter<byte>
{
    [ThreadStatic]
    private static PooledWriter? t_cached;

    private byte[] _buffer = [];

    internal ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    internal int Length { get; private set; }

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(Length);
    }

    internal static PooledWriter Rent(int size)
    {
        var writer = t_cached ?? new PooledWriter();
        t_cached = null;
        writer.Reserve(size);
        return writer;
    }

    internal void Return()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        Length = 0;
        t_cached = this;
    }

    private void Reserve(int size)
    {
        size = Math.Max(size, 1);
        if (_buffer.Length - Length >= size)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + size, _buffer.Length * 2));
        Written.CopyTo(larger);
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = larger;
    }
}
