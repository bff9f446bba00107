using System.Collections.Immutable;

namespace Iskra.Silo.Storage.Schema;

/// <summary>Which partitions of the samples to make and which to drop. A partition is a day in UTC.</summary>
/// <param name="Create">Days to make a partition for, by date.</param>
/// <param name="Drop">Days whose partition has outlived the retention, by date.</param>
public sealed record PartitionPlan(ImmutableArray<DateOnly> Create, ImmutableArray<DateOnly> Drop)
{
    /// <summary>How many days ahead of today have a partition.</summary>
    public const int AheadDays = 7;

    /// <summary>Most partitions to make in one run; the rest follows in the next.</summary>
    public const int MaxCreate = 100;

    /// <summary>Compares what is there with what should be.</summary>
    /// <param name="today">The day in UTC.</param>
    /// <param name="existing">Days that have a partition.</param>
    /// <param name="strays">Days of which the default partition holds samples.</param>
    /// <param name="retentionDays">How long samples are kept, in days.</param>
    public static PartitionPlan For(DateOnly today, IReadOnlySet<DateOnly> existing, IEnumerable<DateOnly> strays, int retentionDays)
    {
        var oldest = OldestKept(today, retentionDays);
        var newest = today.AddDays(AheadDays);
        var ahead = Enumerable.Range(0, AheadDays + 1).Select(today.AddDays);
        var late = strays.Where(day => day >= oldest && day <= newest);
        return new PartitionPlan(
            [.. ahead.Concat(late.OrderDescending()).Distinct().Where(day => !existing.Contains(day)).Take(MaxCreate).Order()],
            [.. existing.Where(day => day < oldest).Order()]);
    }

    /// <summary>The oldest day of which samples are kept.</summary>
    public static DateOnly OldestKept(DateOnly today, int retentionDays) =>
        retentionDays < today.DayNumber ? today.AddDays(-retentionDays) : DateOnly.MinValue;
}
