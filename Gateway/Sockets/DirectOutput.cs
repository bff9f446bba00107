using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace Iskra.Gateway.Sockets;

/// <summary>
/// The sending side of a connection without a pipe in between: what is flushed goes to the system at once, on the thread that
/// flushes it. Between an event and the wire there is then no copy, no queue and no change of threads. Kestrel keeps its own
/// receiving side and everything above it.
/// </summary>
public sealed class DirectOutput : PipeWriter
{
    private const int MinBufferBytes = 4 * 1024;

    private readonly Socket _socket;
    private byte[] _buffer = [];
    private int _length;
    private bool _isCompleted;

    internal DirectOutput(Socket socket)
    {
        // A send that finds no room says so instead of keeping the thread.
        socket.Blocking = false;
        _socket = socket;
    }

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    /// <inheritdoc/>
    public override long UnflushedBytes => _length;

    /// <summary>Sends bytes. One send at a time, and none while something is flushed.</summary>
    /// <param name="bytes">They stay as they are until the send is done.</param>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        var sent = _socket.Send(bytes.Span, SocketFlags.None, out var error);
        if (sent == bytes.Length)
        {
            return ValueTask.CompletedTask;
        }

        return error is SocketError.Success or SocketError.WouldBlock or SocketError.IOPending
            ? SendRestAsync(bytes[Math.Max(0, sent)..])
            : throw new IOException("The connection is gone.", new SocketException((int)error));
    }

    /// <inheritdoc/>
    public override void Advance(int bytes) => _length += bytes;

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(_length);
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(_length);
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_length == 0)
        {
            return new ValueTask<FlushResult>(new FlushResult(isCanceled: false, _isCompleted));
        }

        ValueTask send;
        try
        {
            send = SendAsync(_buffer.AsMemory(0, _length));
        }
        catch (Exception problem) when (problem is IOException or ObjectDisposedException)
        {
            return End();
        }

        if (send.IsCompletedSuccessfully)
        {
            Return();
            return new ValueTask<FlushResult>(new FlushResult(isCanceled: false, isCompleted: false));
        }

        return FlushSlowlyAsync(send);
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush()
    {
        // A send cannot be taken back; whoever gives up on it closes the connection.
    }

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        _isCompleted = true;
        Return();
    }

    private ValueTask<FlushResult> End()
    {
        _isCompleted = true;
        Return();
        return new ValueTask<FlushResult>(new FlushResult(isCanceled: false, isCompleted: true));
    }

    private async ValueTask<FlushResult> FlushSlowlyAsync(ValueTask send)
    {
        try
        {
            await send;
            Return();
            return new FlushResult(isCanceled: false, isCompleted: false);
        }
        catch (Exception problem) when (problem is IOException or SocketException or ObjectDisposedException)
        {
            return await End();
        }
    }

    private async ValueTask SendRestAsync(ReadOnlyMemory<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            rest = rest[await _socket.SendAsync(rest, SocketFlags.None)..];
        }
    }

    private void Reserve(int size)
    {
        size = Math.Max(size, 1);
        if (_buffer.Length - _length >= size)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(MinBufferBytes, _length + size));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = larger;
    }

    private void Return()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = [];
        _length = 0;
    }
}
