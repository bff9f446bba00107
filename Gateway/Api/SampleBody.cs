using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Iskra.Gateway.Protocol;

namespace Iskra.Gateway.Api;

/// <summary>
/// Reads samples from a body as it arrives, a JSON array or one object a line (NDJSON). Only the samples are kept, never the whole
/// body; the first bad one refuses all.
/// </summary>
public static class SampleBody
{
    /// <summary>Most samples in one request: they are stored as one, whole or not at all.</summary>
    public const int MaxSamples = Metrics.SampleRules.MaxPerCall;

    private const int MaxDepth = 16;

    /// <summary>Reads all samples.</summary>
    /// <param name="body">The body.</param>
    /// <param name="isLines">Whether it is NDJSON; null to find out from its first character.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <exception cref="RefusedException">The first bad sample, or text that is no JSON.</exception>
    public static async Task<ImmutableArray<SampleInput>> ReadAsync(BoundedBody body, bool? isLines, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        var parser = new Parser(isLines);
        try
        {
            while (true)
            {
                var read = await body.ReadAsync(cancellationToken);
                var consumed = read.Buffer.Start;
                try
                {
                    consumed = parser.Take(read.Buffer, read.IsCompleted);
                }
                finally
                {
                    body.AdvanceTo(read, consumed);
                }

                if (read.IsCompleted) return parser.End();
            }
        }
        catch (JsonException)
        {
            throw new RefusedException(ErrorCode.InvalidJson, $"The body is not JSON at sample {parser.Count}, counted from 0.");
        }
    }

    private sealed class Parser(bool? isLines)
    {
        private readonly ImmutableArray<SampleInput>.Builder _samples = ImmutableArray.CreateBuilder<SampleInput>();
        private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = MaxDepth });
        private bool? _isLines = isLines;
        private bool _isOpen;
        private bool _isClosed;

        public int Count => _samples.Count;

        public SequencePosition Take(ReadOnlySequence<byte> buffer, bool isFinal)
        {
            if (_isLines is null)
            {
                var reader = new SequenceReader<byte>(buffer);
                reader.AdvancePastAny((byte)' ', (byte)'\t', (byte)'\r', (byte)'\n');
                if (!reader.TryPeek(out var first)) return buffer.Start;
                _isLines = first != (byte)'[';
            }

            return _isLines.Value ? TakeLines(buffer, isFinal) : TakeArray(buffer, isFinal);
        }

        public ImmutableArray<SampleInput> End()
        {
            if (_isLines != true && !_isClosed) throw new JsonException();
            if (_samples.Count == 0) throw new RefusedException(ErrorCode.InvalidField, "There are no samples; send at least one.", field: "samples");
            return _samples.ToImmutable();
        }

        private SequencePosition TakeLines(ReadOnlySequence<byte> buffer, bool isFinal)
        {
            var reader = new SequenceReader<byte>(buffer);
            while (reader.TryReadTo(out ReadOnlySequence<byte> line, (byte)'\n')) TakeLine(line);
            if (isFinal)
            {
                TakeLine(reader.UnreadSequence);
                reader.AdvanceToEnd();
            }

            return reader.Position;
        }

        private void TakeLine(ReadOnlySequence<byte> line)
        {
            var blank = new SequenceReader<byte>(line);
            blank.AdvancePastAny((byte)' ', (byte)'\t', (byte)'\r');
            if (blank.End) return;
            var options = new JsonReaderOptions { MaxDepth = MaxDepth };
            var check = new Utf8JsonReader(line, options);
            while (check.Read())
            {
            }

            var reader = new Utf8JsonReader(line, options);
            reader.Read();
            Add(ref reader);
        }

        private SequencePosition TakeArray(ReadOnlySequence<byte> buffer, bool isFinal)
        {
            var reader = new Utf8JsonReader(buffer, isFinal, _state);
            if (!_isOpen && reader.Read())
            {
                if (reader.TokenType != JsonTokenType.StartArray)
                    throw new RefusedException(ErrorCode.InvalidMessage, "The body is a JSON array of samples, or NDJSON with its media type application/x-ndjson.");
                _isOpen = true;
            }

            while (_isOpen && TryTakeElement(ref reader))
            {
            }

            _state = reader.CurrentState;
            return reader.Position;
        }

        /// <summary>Takes the next element when all of it is there; otherwise leaves the reader before it.</summary>
        private bool TryTakeElement(ref Utf8JsonReader reader)
        {
            var ahead = reader;
            if (!ahead.Read()) return false;
            if (_isClosed) throw new JsonException();
            if (ahead.TokenType == JsonTokenType.EndArray)
            {
                _isClosed = true;
                reader = ahead;
                return true;
            }

            var element = ahead;
            if (!ahead.TrySkip()) return false;
            Add(ref element);
            reader = ahead;
            return true;
        }

        private void Add(ref Utf8JsonReader reader)
        {
            if (_samples.Count == MaxSamples)
                throw new RefusedException(ErrorCode.MessageTooLarge, $"A request holds at most {MaxSamples} samples; send the rest with another.");
            if (!SampleJson.TryRead(ref reader, $"[{_samples.Count}]", out var sample, out var error))
                throw new RefusedException(error.Code, error.Message, field: error.Field);
            _samples.Add(sample);
        }
    }
}
