using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Iskra.Gateway.Api;

/// <summary>
/// A request body that may have so many bytes. What exceeds the bound is never kept, but it is read and thrown away up to another
/// bound, so that a client which writes before it reads gets its answer instead of a broken connection.
/// </summary>
public sealed class BoundedBody
{
    /// <summary>Most bytes that are thrown away.</summary>
    public const int MaxDiscardedBytes = 16 << 20;

    private readonly PipeReader _reader;
    private readonly long _maxBytes;
    private readonly long? _announced;
    private long _consumed;

    /// <summary>The body of a request, to be made before anything is read of it.</summary>
    public BoundedBody(HttpContext context, long maxBytes)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = maxBytes + MaxDiscardedBytes;
        (_reader, _maxBytes, _announced) = (context.Request.BodyReader, maxBytes, context.Request.ContentLength);
    }

    /// <summary>A body that comes through a pipe.</summary>
    public BoundedBody(PipeReader reader, long maxBytes) => (_reader, _maxBytes) = (reader, maxBytes);

    /// <summary>Reads on.</summary>
    /// <exception cref="RefusedException"><c>message_too_large</c>: the body has more bytes than it may.</exception>
    public async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken)
    {
        if (_announced > _maxBytes) throw await DiscardAsync(cancellationToken);
        var read = await _reader.ReadAsync(cancellationToken);
        if (_consumed + read.Buffer.Length <= _maxBytes) return read;
        _reader.AdvanceTo(read.Buffer.End);
        throw await DiscardAsync(cancellationToken);
    }

    /// <summary>Says what has been used of the last read.</summary>
    /// <param name="read">The read.</param>
    /// <param name="used">Up to here.</param>
    public void AdvanceTo(in ReadResult read, SequencePosition used)
    {
        _consumed += read.Buffer.Slice(0, used).Length;
        _reader.AdvanceTo(used, read.Buffer.End);
    }

    /// <summary>Reads all of it.</summary>
    /// <exception cref="RefusedException"><c>message_too_large</c>: the body has more bytes than it may.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAllAsync(CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        while (true)
        {
            var read = await ReadAsync(cancellationToken);
            foreach (var part in read.Buffer) all.Write(part.Span);
            AdvanceTo(read, read.Buffer.End);
            if (read.IsCompleted) return all.GetBuffer().AsMemory(0, (int)all.Length);
        }
    }

    private async Task<RefusedException> DiscardAsync(CancellationToken cancellationToken)
    {
        long discarded = 0;
        try
        {
            while (discarded <= MaxDiscardedBytes)
            {
                var read = await _reader.ReadAsync(cancellationToken);
                discarded += read.Buffer.Length;
                _reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) break;
            }
        }
        catch (BadHttpRequestException)
        {
            // More than even that: the connection is cut after the answer.
        }

        return new RefusedException(ErrorCode.MessageTooLarge, $"The body has more than {_maxBytes} bytes; send it in parts.");
    }
}
