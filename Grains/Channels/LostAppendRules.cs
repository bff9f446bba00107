using System.Collections.Immutable;

namespace Iskra.Channels;

/// <summary>Judges a write whose answer was lost by what the log holds after the old head.</summary>
public static class LostAppendRules
{
    /// <summary>Compares numbers and ids.</summary>
    /// <param name="sent">The events that were sent, at least one.</param>
    /// <param name="found">The events that the log holds after the head they were sent for, at most as many.</param>
    public static LostAppend Judge(ImmutableArray<ChannelEvent> sent, ImmutableArray<ChannelEvent> found)
    {
        if (found.IsEmpty)
        {
            return LostAppend.NotWritten;
        }

        // A write is atomic, so that a part of it is not it.
        if (found.Length != sent.Length)
        {
            return LostAppend.Foreign;
        }

        for (var i = 0; i < sent.Length; i++)
        {
            if (!IsSame(sent[i], found[i]))
            {
                return LostAppend.Foreign;
            }
        }

        return LostAppend.Written;
    }

    private static bool IsSame(ChannelEvent one, ChannelEvent other) =>
        one.Seq == other.Seq && string.Equals(one.Draft.Id, other.Draft.Id, StringComparison.Ordinal);
}
