using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Iskra.Metrics;

namespace Iskra.Gateway.Protocol;

/// <summary>Reads the frames that carry samples.</summary>
internal static class SamplesFrameParser
{
    /// <summary><c>{"type":"metrics","data":{name:value,…},"source":"…"?}</c>.</summary>
    internal static FrameError? Metrics(ReadOnlyMemory<byte> reference, in FrameMembers members, out ClientFrame? frame)
    {
        frame = null;
        if (ReadSource(in members, out var source) is { } error)
        {
            return error;
        }

        if (members.Kind(FrameMember.Data) != JsonTokenType.StartObject)
        {
            return FrameError.Invalid("data", "'data' is an object of metric names and values.");
        }

        var samples = ImmutableArray.CreateBuilder<SampleInput>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var reader = members.Reader(FrameMember.Data);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            error = ReadNamedValue(ref reader, source, seen, out var sample) ?? Room(samples.Count);
            if (error is not null)
            {
                return error;
            }

            samples.Add(sample);
        }

        return Finish(reference, samples, out frame);
    }

    /// <summary><c>{"type":"bulk_metrics","data":[{"metric":…,"value":…,"timestamp":…?},…]}</c>.</summary>
    internal static FrameError? BulkMetrics(ReadOnlyMemory<byte> reference, in FrameMembers members, out ClientFrame? frame)
    {
        frame = null;
        if (ReadSource(in members, out var source) is { } error)
        {
            return error;
        }

        if (members.Kind(FrameMember.Data) != JsonTokenType.StartArray)
        {
            return FrameError.Invalid("data", "'data' is an array of samples with 'metric' and 'value'.");
        }

        var samples = ImmutableArray.CreateBuilder<SampleInput>();
        var reader = members.Reader(FrameMember.Data);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"data[{samples.Count}]");
            if (Room(samples.Count) is { } full)
            {
                return full;
            }

            if (!SampleJson.TryRead(ref reader, path, out var sample, out error))
            {
                return error;
            }

            samples.Add(sample with { Source = sample.Source ?? source });
        }

        return Finish(reference, samples, out frame);
    }

    /// <summary><c>{"type":"metric_update","metric":name,"value":v}</c>.</summary>
    internal static FrameError? MetricUpdate(ReadOnlyMemory<byte> reference, in FrameMembers members, out ClientFrame? frame)
    {
        frame = null;
        if (ReadSource(in members, out var source) is { } error)
        {
            return error;
        }

        if (!members.TryGetString(FrameMember.Metric, out var metric) || !MetricName.IsValid(metric))
        {
            return FrameError.Invalid("metric", SampleJson.NameRule);
        }

        var reader = members.Has(FrameMember.Value) ? members.Reader(FrameMember.Value) : default;
        if (!SampleJson.TryReadValue(ref reader, out var value))
        {
            return FrameError.Invalid("value", SampleJson.ValueRule);
        }

        frame = new MetricUpdateFrame(reference, new SampleInput(metric, value, null, source));
        return null;
    }

    private static FrameError? ReadSource(in FrameMembers members, out string? source)
    {
        source = null;
        if (!members.Has(FrameMember.Source))
        {
            return null;
        }

        var valid = members.TryGetString(FrameMember.Source, out var text) && MetricName.IsValidSource(text);
        source = text;
        return valid ? null : FrameError.Invalid("source", SampleJson.SourceRule);
    }

    private static FrameError? ReadNamedValue(ref Utf8JsonReader reader, string? source, HashSet<string> seen, out SampleInput sample)
    {
        sample = default;
        if (!JsonText.TryGetString(ref reader, out var name) || !MetricName.IsValid(name))
        {
            return FrameError.Invalid("data", "A member of 'data' has a bad name. " + SampleJson.NameRule);
        }

        if (!seen.Add(name))
        {
            return new FrameError(ErrorCode.InvalidMessage, $"'data' has '{name}' twice; every member may be given once.");
        }

        reader.Read();
        if (!SampleJson.TryReadValue(ref reader, out var value))
        {
            return FrameError.Invalid("data." + name, SampleJson.ValueRule);
        }

        sample = new SampleInput(name, value, null, source);
        return null;
    }

    private static FrameError? Room(int count) => count < FrameParser.MaxSamples
        ? null
        : FrameError.Invalid("data", $"A frame carries at most {FrameParser.MaxSamples} samples; send the rest in another.");

    private static FrameError? Finish(ReadOnlyMemory<byte> reference, ImmutableArray<SampleInput>.Builder samples, out ClientFrame? frame)
    {
        frame = samples.Count > 0 ? new SamplesFrame(reference, samples.ToImmutable()) : null;
        return frame is null ? FrameError.Invalid("data", "'data' carries at least one sample.") : null;
    }
}
