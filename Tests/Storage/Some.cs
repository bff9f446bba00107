using System.Collections.Immutable;
using System.Text;
using Iskra.Channels;
using Iskra.Metrics;

namespace Iskra.Tests.Storage;

/// <summary>Events and samples for tests.</summary>
internal static class Some
{
    /// <summary>A time in the middle of a minute and of a microsecond, a few minutes ago.</summary>
    public static readonly DateTimeOffset Time = TimeProvider.System.GetUtcNow().AddMinutes(-10);

    public static ChannelEvent Event(long seq, string? id = null, string data = "{}", string beside = "") => new(
        seq,
        1_700_000_000_123_456 + seq,
        new EventDraft(id ?? $"id{seq}", "message", 1_700_000_000_123 + seq, "test", Encoding.UTF8.GetBytes(data), Encoding.UTF8.GetBytes(beside)));

    public static ImmutableArray<ChannelEvent> Events(long first, int count) =>
        [.. Enumerable.Range(0, count).Select(i => Event(first + i))];

    public static Sample Sample(double value, DateTimeOffset at, string metric = "clarity", string source = "test") =>
        new(metric, value, at, source);

    public static ImmutableArray<Sample> Samples(int count, string metric = "clarity") =>
        [.. Enumerable.Range(0, count).Select(i => Sample(i, Time.AddMilliseconds(i), metric))];
}
