using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Iskra.Gateway.Protocol;

/// <summary>The places of the members of one message, without the message.</summary>
internal struct FrameMemberTable
{
    /// <summary>Most members that have no meaning; more is no frame of ours.</summary>
    internal const int MaxUnknown = 64;

    /// <summary>Deepest nesting of a message.</summary>
    internal const int MaxDepth = 64;

    private Slots _slots;
    private UnknownNames _unknown;
    private int _unknownCount;

    private enum Found
    {
        Member,
        Repeated,
        TooMany,
    }

    /// <summary>The place of a member; its length is 0 when the frame does not have it.</summary>
    internal readonly Slot this[FrameMember member] => _slots[(int)member];

    /// <summary>
    /// Takes the member whose name the reader stands on. The reader moves to the end of the value of a member that has a
    /// meaning, and stays on the name of any other.
    /// </summary>
    internal FrameError? Take(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> message)
    {
        var start = (int)reader.TokenStartIndex;
        var name = message[start..(start + reader.ValueSpan.Length + 2)];
        var found = Known(ref reader) is { } member ? TakeKnown(ref reader, member) : TakeUnknown(name);
        return found switch
        {
            Found.Repeated => new FrameError(ErrorCode.InvalidMessage, "The frame has a member twice; every member may be given once."),
            Found.TooMany => new FrameError(ErrorCode.InvalidMessage, $"The frame has more than {MaxUnknown} members that have no meaning."),
            _ => null,
        };
    }

    private static FrameMember? Known(scoped ref Utf8JsonReader reader)
    {
        for (var i = 0; i < FrameMemberNames.All.Length; i++)
        {
            if (reader.ValueTextEquals(FrameMemberNames.All[i]))
            {
                return (FrameMember)i;
            }
        }

        return null;
    }

    private Found TakeKnown(scoped ref Utf8JsonReader reader, FrameMember member)
    {
        if (this[member].Length > 0)
        {
            return Found.Repeated;
        }

        reader.Read();
        var start = (int)reader.TokenStartIndex;
        var kind = reader.TokenType;
        reader.Skip();
        _slots[(int)member] = new Slot(start, (int)reader.BytesConsumed - start, kind);
        return Found.Member;
    }

    private Found TakeUnknown(ReadOnlySpan<byte> name)
    {
        if (_unknownCount == MaxUnknown)
        {
            return Found.TooMany;
        }

        // Hashes suffice: a collision refuses a frame that nobody would send by accident.
        var hash = JsonText.Hash(name);
        if (((ReadOnlySpan<ulong>)_unknown)[.._unknownCount].Contains(hash))
        {
            return Found.Repeated;
        }

        _unknown[_unknownCount++] = hash;
        return Found.Member;
    }

    /// <summary>Where a value lies in the message, and what it starts with.</summary>
    internal readonly record struct Slot(int Start, int Length, JsonTokenType Kind);

    [InlineArray((int)FrameMember.Fingerprint + 1)]
    private struct Slots
    {
        private Slot _first;
    }

    [InlineArray(MaxUnknown)]
    private struct UnknownNames
    {
        private ulong _first;
    }
}
