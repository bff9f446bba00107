using System.Buffers;
using System.Collections.Immutable;

namespace Iskra.Channels;

/// <summary>What a channel accepts.</summary>
public static class DraftRules
{
    /// <summary>Most drafts in one call; one write must hold them.</summary>
    public const int MaxDrafts = GroupCommit.MaxWriteEvents;

    /// <summary>Most bytes of payload in one call; one write must hold them.</summary>
    public const long MaxBytes = GroupCommit.MaxWriteBytes;

    /// <summary>Longest id, type and source, in characters.</summary>
    public const int MaxTextLength = 200;

    /// <summary>Most events that a read may ask for.</summary>
    public const int MaxReadLimit = 1_000;

    private static readonly long MinTimestampMs = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long MaxTimestampMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
    private static readonly SearchValues<byte> LineBreaks = SearchValues.Create("\r\n"u8);

    /// <summary>Checks the drafts of one call.</summary>
    /// <exception cref="RefusedException"><c>invalid_field</c> or <c>message_too_large</c>; nothing was appended.</exception>
    public static void Check(ImmutableArray<EventDraft> drafts)
    {
        if (drafts.IsDefaultOrEmpty || drafts.Length > MaxDrafts)
        {
            throw Invalid("drafts", $"An append has 1 to {MaxDrafts} drafts.");
        }

        foreach (var draft in drafts)
        {
            Check(draft);
        }

        if (EventSize.Of(drafts) > MaxBytes)
        {
            throw new RefusedException(ErrorCode.MessageTooLarge, $"The payload of an append has at most {MaxBytes} bytes.");
        }
    }

    /// <summary>Checks the limit of a read.</summary>
    /// <exception cref="RefusedException"><c>invalid_field</c>.</exception>
    public static void CheckLimit(int limit)
    {
        if (limit is < 1 or > MaxReadLimit)
        {
            throw Invalid("limit", $"limit must be 1 to {MaxReadLimit}; it is {limit}.");
        }
    }

    private static void Check(EventDraft draft)
    {
        CheckText(draft.Id, "id");
        CheckText(draft.Type, "type");
        CheckText(draft.Source, "source");
        if (draft.TimestampMs < MinTimestampMs || draft.TimestampMs > MaxTimestampMs)
        {
            throw Invalid("timestamp", "timestamp must be Unix time in milliseconds within the years 1 to 9999.");
        }

        if (draft.Data.IsEmpty || draft.Data.Span.ContainsAny(LineBreaks) || draft.Beside.Span.ContainsAny(LineBreaks))
        {
            throw Invalid("data", "data must be one JSON value without line breaks.");
        }
    }

    private static void CheckText(string? text, string field)
    {
        if (string.IsNullOrEmpty(text) || text.Length > MaxTextLength)
        {
            throw Invalid(field, $"{field} must have 1 to {MaxTextLength} characters.");
        }
    }

    private static RefusedException Invalid(string field, string message) => new(ErrorCode.InvalidField, message, field: field);
}
