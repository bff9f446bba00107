using System.Collections.Immutable;
using System.Text;
using Iskra.Channels;
using Iskra.Delta;
using Iskra.Metrics;

namespace Iskra.Tests.Storage;

/// <summary>Events, samples and records for tests.</summary>
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

    /// <summary>Before the first record: noon of 1 January 2030, UTC.</summary>
    public static readonly DateTimeOffset DeltaStart = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Lets every record through.</summary>
    public static DeltaFilter DeltaFilter => new(null, null, null, null, null, null, null, null, null, Iskra.Delta.DeltaFilter.DefaultLimit);

    /// <summary>A record of so many seconds after the start.</summary>
    public static DeltaRecord DeltaRecord(int number) => new(
        $"r-{number}", DeltaStart.AddSeconds(number), "protocol_violation", "protocol_violation", 3, 0.9, "escalate_to_developer", "data_contract", 0.8, 0.1, 0.9, 0.72, null, null, "{\"source\":\"gateway-1\"}", "{\"count\":1}");
}
