using System.Collections.Immutable;
using Iskra.Channels;
using Iskra.Delta;
using Iskra.Metrics;

namespace Iskra.Silo.Storage;

/// <summary>What callers of the ports promise; whoever breaks it has a fault, and hears of it from every store alike.</summary>
internal static class StorageLimits
{
    /// <summary>Most events in one append and in one read.</summary>
    public const int MaxEvents = 1_000;

    /// <summary>Most samples or buckets in one read.</summary>
    public const int MaxRows = 10_000;

    /// <summary>Checks the events of an append.</summary>
    /// <exception cref="ArgumentException">There are none or too many, or they do not continue the head.</exception>
    public static void CheckAppend(ChannelPosition head, ImmutableArray<ChannelEvent> events)
    {
        if (events.IsDefaultOrEmpty || events.Length > MaxEvents)
        {
            throw new ArgumentException($"An append holds 1 to {MaxEvents} events.", nameof(events));
        }

        for (var i = 0; i < events.Length; i++)
        {
            if (events[i].Seq != head.Seq + 1 + i)
            {
                throw new ArgumentException($"Event {i} has number {events[i].Seq}; after the head {head.Seq} it must be {head.Seq + 1 + i}.", nameof(events));
            }
        }
    }

    /// <summary>Checks how many events are to be read.</summary>
    public static void CheckEvents(int limit) => CheckLimit(limit, MaxEvents);

    /// <summary>Checks how many samples or buckets are to be read.</summary>
    public static void CheckRows(int limit) => CheckLimit(limit, MaxRows);

    /// <summary>Checks the samples of a write.</summary>
    public static void CheckSamples(ImmutableArray<Sample> samples)
    {
        if (samples.IsDefaultOrEmpty || samples.Length > SampleRules.MaxPerCall)
        {
            throw new ArgumentException($"A write holds 1 to {SampleRules.MaxPerCall} samples.", nameof(samples));
        }
    }

    /// <summary>Checks the records of a write.</summary>
    public static void CheckRecords(ImmutableArray<DeltaRecord> records)
    {
        if (records.IsDefaultOrEmpty || records.Length > IDeltaStore.MaxRecords)
        {
            throw new ArgumentException($"A write holds 1 to {IDeltaStore.MaxRecords} records.", nameof(records));
        }
    }

    private static void CheckLimit(int limit, int max)
    {
        if (limit < 1 || limit > max)
        {
            throw new ArgumentOutOfRangeException(nameof(limit), limit, $"A read is of 1 to {max} rows.");
        }
    }
}
