using System.Collections.Immutable;
using System.Text.Json;

namespace Iskra.Gateway.Api;

/// <summary>The body of <c>POST /api/v2/messages</c>: one frame or an array of them.</summary>
public static class FrameArray
{
    /// <summary>Most frames in a request.</summary>
    public const int MaxFrames = 100;

    private const int MaxDepth = 64;

    /// <summary>Splits a body into frames. A body that is no array is one frame, whatever it is.</summary>
    /// <exception cref="RefusedException">The body is an array that cannot be split, is empty, or has too many frames.</exception>
    public static ImmutableArray<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> body)
    {
        var first = body.Span.IndexOfAnyExcept(" \t\r\n"u8);
        if (first < 0 || body.Span[first] != (byte)'[') return [body];
        try
        {
            return SplitArray(body);
        }
        catch (JsonException problem)
        {
            throw new RefusedException(ErrorCode.InvalidJson, $"The body is not JSON: see line {problem.LineNumber + 1}, byte {problem.BytePositionInLine + 1}.");
        }
    }

    private static ImmutableArray<ReadOnlyMemory<byte>> SplitArray(ReadOnlyMemory<byte> body)
    {
        var frames = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (frames.Count == MaxFrames) throw new RefusedException(ErrorCode.InvalidField, $"A request holds at most {MaxFrames} frames.", field: $"[{MaxFrames}]");
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            frames.Add(body[start..(int)reader.BytesConsumed]);
        }

        reader.Read();
        return frames.Count > 0 ? frames.ToImmutable() : throw new RefusedException(ErrorCode.EmptyMessage, "The array is empty; send at least one frame.");
    }
}
