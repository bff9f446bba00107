using System.Buffers;
using Iskra.Gateway.Fanout;

namespace Iskra.Gateway.Sessions;

/// <summary>What an outbox needs of the connection behind it.</summary>
public interface IOutboxTransport
{
    /// <summary>
    /// Bytes of a batch that may be written exactly as they are, shared with everybody else; empty when this transport writes
    /// something of its own for each session.
    /// </summary>
    ReadOnlyMemory<byte> Shared(EncodedBatch batch);

    /// <summary>Writes what entries look like on this transport. Called by one thread at a time, in order.</summary>
    void Render(ReadOnlySpan<OutboxEntry> entries, IBufferWriter<byte> output);

    /// <summary>
    /// A frame that asks the client to confirm what came before it, for <see cref="Session.Confirm"/>; null when this transport
    /// has none. Called under the lock of the outbox.
    /// </summary>
    byte[]? CreateMark(long number);

    /// <summary>Writes bytes to the connection. One write at a time; the bytes stay as they are until it is done.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>A bound was reached: the client is too slow. What waited has been dropped. Must not wait.</summary>
    void Overflowed();

    /// <summary>A write failed: the connection is gone. Must not wait.</summary>
    void Failed(Exception problem);
}
