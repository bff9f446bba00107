using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Iskra.Metrics;

namespace Iskra.Gateway.Protocol;

/// <summary>Reads samples, <c>{"metric","value","timestamp"?,"source"?}</c>, from frames and HTTP bodies alike.</summary>
public static class SampleJson
{
    /// <summary>What is right for a metric name.</summary>
    internal const string NameRule = "A metric name is a lower-case letter followed by up to 63 lower-case letters, digits and underscores.";

    /// <summary>What is right for a value.</summary>
    internal const string ValueRule = "A value is a finite JSON number.";

    /// <summary>What is right for a source.</summary>
    internal const string SourceRule = "A source is 1 to 64 of the characters A-Z a-z 0-9 _ . : @ / -";

    /// <summary>What is right for a time.</summary>
    internal const string TimestampRule = "A timestamp is Unix time in milliseconds or RFC 3339 text with an offset.";

    /// <summary>Reads the sample that a reader stands on, and leaves it on the last token of the sample.</summary>
    /// <param name="reader">The reader; all of its text is known to be JSON.</param>
    /// <param name="path">Name of the place for errors, for example <c>data[3]</c>.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="error">Why it is none.</param>
    public static bool TryRead(ref Utf8JsonReader reader, string path, out SampleInput sample, [NotNullWhen(false)] out FrameError? error)
    {
        sample = default;
        error = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            error = FrameError.Invalid(path, "A sample is an object with 'metric' and 'value'.");
            return false;
        }

        var draft = new Draft();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            error = draft.Take(ref reader, path);
            if (error is not null)
            {
                return false;
            }
        }

        error = draft.Missing(path);
        sample = error is null ? new SampleInput(draft.Metric!, draft.Value!.Value, draft.Timestamp, draft.Source) : default;
        return error is null;
    }

    /// <summary>Reads the number that a reader stands on.</summary>
    internal static bool TryReadValue(ref Utf8JsonReader reader, out double value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out value) && double.IsFinite(value);
    }

    private struct Draft
    {
        internal string? Metric;
        internal double? Value;
        internal DateTimeOffset? Timestamp;
        internal string? Source;

        internal FrameError? Take(ref Utf8JsonReader reader, string path)
        {
            if (reader.ValueTextEquals("metric"u8))
            {
                return Once(Metric is null) ?? TakeMetric(ref reader, path);
            }

            if (reader.ValueTextEquals("value"u8))
            {
                return Once(Value is null) ?? TakeValue(ref reader, path);
            }

            if (reader.ValueTextEquals("timestamp"u8))
            {
                return Once(Timestamp is null) ?? TakeTimestamp(ref reader, path);
            }

            if (reader.ValueTextEquals("source"u8))
            {
                return Once(Source is null) ?? TakeSource(ref reader, path);
            }

            reader.Skip();
            return null;
        }

        internal readonly FrameError? Missing(string path) =>
            Metric is null ? FrameError.Invalid(path + ".metric", "A sample has a member 'metric'. " + NameRule)
            : Value is null ? FrameError.Invalid(path + ".value", "A sample has a member 'value'. " + ValueRule)
            : null;

        private static FrameError? Once(bool first) =>
            first ? null : new FrameError(ErrorCode.InvalidMessage, "A sample has a member twice; every member may be given once.");

        private FrameError? TakeMetric(ref Utf8JsonReader reader, string path)
        {
            reader.Read();
            var valid = reader.TokenType == JsonTokenType.String && JsonText.TryGetString(ref reader, out Metric!) && MetricName.IsValid(Metric);
            return valid ? null : FrameError.Invalid(path + ".metric", NameRule);
        }

        private FrameError? TakeValue(ref Utf8JsonReader reader, string path)
        {
            reader.Read();
            var valid = TryReadValue(ref reader, out var value);
            Value = value;
            return valid ? null : FrameError.Invalid(path + ".value", ValueRule);
        }

        private FrameError? TakeTimestamp(ref Utf8JsonReader reader, string path)
        {
            reader.Read();
            var valid = SampleTimestamp.TryRead(ref reader, out var time);
            Timestamp = time;
            return valid ? null : FrameError.Invalid(path + ".timestamp", TimestampRule);
        }

        private FrameError? TakeSource(ref Utf8JsonReader reader, string path)
        {
            reader.Read();
            var valid = reader.TokenType == JsonTokenType.String && JsonText.TryGetString(ref reader, out Source!) && MetricName.IsValidSource(Source);
            return valid ? null : FrameError.Invalid(path + ".source", SourceRule);
        }
    }
}
