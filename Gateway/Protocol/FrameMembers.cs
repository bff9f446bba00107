using System.Text.Json;

namespace Iskra.Gateway.Protocol;

/// <summary>
/// Where the members of a frame lie in the message. One pass over the message checks that all of it is JSON and finds them;
/// their values are read later, from the same bytes, by what the type asks for.
/// </summary>
internal readonly ref struct FrameMembers
{
    private readonly ReadOnlySpan<byte> _message;
    private readonly FrameMemberTable _table;

    private FrameMembers(ReadOnlySpan<byte> message, scoped in FrameMemberTable table)
    {
        _message = message;
        _table = table;
    }

    /// <summary>Finds the members of a message.</summary>
    /// <exception cref="JsonException">The message is not JSON.</exception>
    /// <returns>What keeps the message from being a frame, or null.</returns>
    internal static FrameError? Scan(ReadOnlySpan<byte> message, out FrameMembers members)
    {
        members = default;
        var reader = new Utf8JsonReader(message, new JsonReaderOptions { MaxDepth = FrameMemberTable.MaxDepth });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            reader.Read();
            return new FrameError(ErrorCode.InvalidMessage, "A frame is a JSON object with a string member 'type'.");
        }

        FrameError? error = null;
        var table = default(FrameMemberTable);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            error ??= table.Take(ref reader, message);
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                reader.Read();
                reader.Skip();
            }
        }

        reader.Read();
        members = new FrameMembers(message, in table);
        return error;
    }

    /// <summary>Whether the frame has the member.</summary>
    internal bool Has(FrameMember member) => _table[member].Length > 0;

    /// <summary>The value of a member as JSON; empty when the frame does not have it.</summary>
    internal ReadOnlySpan<byte> Json(FrameMember member)
    {
        var slot = _table[member];
        return _message.Slice(slot.Start, slot.Length);
    }

    /// <summary>The kind of a member's value; <see cref="JsonTokenType.None"/> when the frame does not have it.</summary>
    internal JsonTokenType Kind(FrameMember member) => _table[member].Kind;

    /// <summary>Reads a member that must be a string.</summary>
    internal bool TryGetString(FrameMember member, out string value)
    {
        value = string.Empty;
        if (Kind(member) != JsonTokenType.String)
        {
            return false;
        }

        var reader = Reader(member);
        return JsonText.TryGetString(ref reader, out value);
    }

    /// <summary>A reader that stands on the first token of a member's value.</summary>
    internal Utf8JsonReader Reader(FrameMember member)
    {
        var reader = new Utf8JsonReader(Json(member), new JsonReaderOptions { MaxDepth = FrameMemberTable.MaxDepth });
        reader.Read();
        return reader;
    }
}
