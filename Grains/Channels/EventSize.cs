using System.Collections.Immutable;

namespace Iskra.Channels;

/// <summary>How the size of events is counted wherever a bound is in bytes: their payload, <c>data</c> and what stands beside it.</summary>
public static class EventSize
{
    /// <summary>Payload of one draft, in bytes.</summary>
    public static int Of(EventDraft draft) => draft.Data.Length + draft.Beside.Length;

    /// <summary>Payload of several drafts, in bytes.</summary>
    public static long Of(ImmutableArray<EventDraft> drafts)
    {
        var bytes = 0L;
        foreach (var draft in drafts)
        {
            bytes += Of(draft);
        }

        return bytes;
    }
}
