using System.Collections.Immutable;
using System.Text;
using Iskra.Channels;

namespace Iskra.Tests;

/// <summary>Drafts for tests.</summary>
public static class Drafts
{
    /// <summary>A draft with a small payload.</summary>
    public static EventDraft One(string id, string type = "message") =>
        new(id, type, 1_700_000_000_000, "test", Encoding.UTF8.GetBytes($"{{\"id\":\"{id}\"}}"));

    /// <summary>Drafts with these ids.</summary>
    public static ImmutableArray<EventDraft> Of(params IEnumerable<string> ids) => [.. ids.Select(id => One(id))];

    /// <summary>Drafts with the ids <c>prefix1</c>, <c>prefix2</c>, …</summary>
    public static ImmutableArray<EventDraft> Many(string prefix, int count) =>
        Of(Enumerable.Range(1, count).Select(i => $"{prefix}{i}"));

    /// <summary>A draft with a payload of exactly so many bytes.</summary>
    public static EventDraft Sized(string id, int bytes)
    {
        var data = new byte[bytes];
        data.AsSpan().Fill((byte)'x');
        data[0] = data[^1] = (byte)'"';
        return One(id) with { Data = data };
    }
}
