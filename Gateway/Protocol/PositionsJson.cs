using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Iskra.Channels;

namespace Iskra.Gateway.Protocol;

/// <summary>Explicit positions, <c>{channel:{"epoch":…,"seq":…}}</c>: the member and URL parameter <c>since</c>.</summary>
public static class PositionsJson
{
    /// <summary>Reads positions.</summary>
    /// <param name="json">One JSON value in UTF-8.</param>
    /// <param name="positions">The positions by channel.</param>
    /// <returns>False when it is anything but an object of positions with valid names, each once.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out ImmutableDictionary<string, ChannelPosition>? positions)
    {
        positions = null;
        try
        {
            var reader = new Utf8JsonReader(json);
            return reader.Read() && TryRead(ref reader, out positions) && !reader.Read();
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Reads positions from a reader that stands on the start of the value.</summary>
    internal static bool TryRead(ref Utf8JsonReader reader, [NotNullWhen(true)] out ImmutableDictionary<string, ChannelPosition>? positions)
    {
        positions = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var builder = ImmutableDictionary.CreateBuilder<string, ChannelPosition>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var channel = reader.GetString()!;
            if (!ChannelName.IsValid(channel) || builder.Count >= Cursor.MaxChannels
                || !TryReadPosition(ref reader, out var position) || !builder.TryAdd(channel, position))
            {
                return false;
            }
        }

        positions = builder.ToImmutable();
        return true;
    }

    private static bool TryReadPosition(ref Utf8JsonReader reader, out ChannelPosition position)
    {
        position = default;
        string? epoch = null;
        long? seq = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("epoch"u8) && epoch is null)
            {
                reader.Read();
                epoch = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }
            else if (reader.ValueTextEquals("seq"u8) && seq is null)
            {
                reader.Read();
                seq = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : null;
            }
            else if (reader.ValueTextEquals("epoch"u8) || reader.ValueTextEquals("seq"u8))
            {
                return false;
            }
            else
            {
                reader.Skip();
            }
        }

        if (epoch is not { Length: > 0 and <= Cursor.MaxEpochLength } || seq is not >= 0 || !System.Text.Ascii.IsValid(epoch))
        {
            return false;
        }

        position = new ChannelPosition(epoch, seq.Value);
        return true;
    }
}
