using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Iskra.Channels;

namespace Iskra.Gateway.Protocol;

/// <summary>Reads the frames that are about channels.</summary>
internal static class ChannelsFrameParser
{
    /// <summary><c>{"type":"subscribe","channels":[…],"since":{…}?}</c>.</summary>
    internal static FrameError? Subscribe(ReadOnlyMemory<byte> reference, in FrameMembers members, out ClientFrame? frame)
    {
        frame = null;
        if (ReadChannels(in members, out var channels) is { } error)
        {
            return error;
        }

        var since = ImmutableDictionary<string, ChannelPosition>.Empty;
        if (members.Has(FrameMember.Since))
        {
            if (!PositionsJson.TryRead(members.Json(FrameMember.Since), out var positions))
            {
                return new FrameError(ErrorCode.InvalidCursor, "'since' is an object of channels, each with the 'epoch' and 'seq' that this server gave.");
            }

            since = positions;
        }

        frame = new SubscribeFrame(reference, channels, since);
        return null;
    }

    /// <summary><c>{"type":"unsubscribe","channels":[…]}</c>.</summary>
    internal static FrameError? Unsubscribe(ReadOnlyMemory<byte> reference, in FrameMembers members, out ClientFrame? frame)
    {
        var error = ReadChannels(in members, out var channels);
        frame = error is null ? new UnsubscribeFrame(reference, channels) : null;
        return error;
    }

    /// <summary><c>{"type":"publish","channel":"room/…","data":{…}}</c>.</summary>
    internal static FrameError? Publish(ReadOnlyMemory<byte> reference, in FrameMembers members, out ClientFrame? frame)
    {
        frame = null;
        if (ReadChannel(in members, out var channel) is { } error)
        {
            return error;
        }

        if (members.Kind(FrameMember.Data) != JsonTokenType.StartObject)
        {
            return FrameError.Invalid("data", "'data' is the object to publish.");
        }

        var data = JsonText.Compact(members.Json(FrameMember.Data));
        if (data.Length == "{}".Length)
        {
            return FrameError.Invalid("data", "'data' has at least one member.");
        }

        frame = new PublishFrame(reference, channel, data);
        return null;
    }

    /// <summary><c>{"type":"history","channel":…,"before":seq?,"limit":n}</c>.</summary>
    internal static FrameError? History(ReadOnlyMemory<byte> reference, in FrameMembers members, out ClientFrame? frame)
    {
        frame = null;
        if (ReadChannel(in members, out var channel) is { } error)
        {
            return error;
        }

        if (!TryReadNumber(in members, FrameMember.Before, 1, long.MaxValue, out var before))
        {
            return FrameError.Invalid("before", "'before' is the number of an event, at least 1.");
        }

        if (!TryReadNumber(in members, FrameMember.Limit, 1, FrameParser.MaxHistory, out var limit))
        {
            return FrameError.Invalid("limit", $"'limit' is 1 to {FrameParser.MaxHistory}.");
        }

        frame = new HistoryFrame(reference, channel, before, (int)(limit ?? FrameParser.DefaultHistory));
        return null;
    }

    private static FrameError? ReadChannel(in FrameMembers members, out string channel) =>
        members.TryGetString(FrameMember.Channel, out channel) && ChannelName.IsValid(channel)
            ? null
            : FrameError.Invalid("channel", ChannelNameRule.Text);

    private static FrameError? ReadChannels(in FrameMembers members, out ImmutableArray<string> channels)
    {
        channels = [];
        if (members.Kind(FrameMember.Channels) != JsonTokenType.StartArray)
        {
            return FrameError.Invalid("channels", "'channels' is an array of at least one channel name.");
        }

        var names = ImmutableArray.CreateBuilder<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var reader = members.Reader(FrameMember.Channels);
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (i == FrameParser.MaxChannels)
            {
                return FrameError.Invalid("channels", $"A frame names at most {FrameParser.MaxChannels} channels.");
            }

            if (reader.TokenType != JsonTokenType.String || !JsonText.TryGetString(ref reader, out var name))
            {
                return FrameError.Invalid(string.Create(CultureInfo.InvariantCulture, $"channels[{i}]"), "A channel name is a string.");
            }

            if (seen.Add(name))
            {
                names.Add(name);
            }
        }

        channels = names.ToImmutable();
        return channels.IsEmpty ? FrameError.Invalid("channels", "'channels' is an array of at least one channel name.") : null;
    }

    private static bool TryReadNumber(in FrameMembers members, FrameMember member, long min, long max, out long? number)
    {
        number = null;
        if (!members.Has(member))
        {
            return true;
        }

        var reader = members.Reader(member);
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var value) || value < min || value > max)
        {
            return false;
        }

        number = value;
        return true;
    }
}
