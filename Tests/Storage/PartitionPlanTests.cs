using Iskra.Silo.Storage.Schema;

namespace Iskra.Tests.Storage;

/// <summary>Which partitions there should be.</summary>
public sealed class PartitionPlanTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    [Fact]
    public void An_empty_table_gets_today_and_seven_days_ahead()
    {
        var plan = PartitionPlan.For(Today, new HashSet<DateOnly>(), [], 30);
        Assert.Equal(Enumerable.Range(0, 8).Select(Today.AddDays), plan.Create);
        Assert.Empty(plan.Drop);
    }

    [Fact]
    public void What_is_there_is_not_made_again()
    {
        var existing = Enumerable.Range(-2, 9).Select(Today.AddDays).ToHashSet();
        var plan = PartitionPlan.For(Today, existing, [], 30);
        Assert.Equal([Today.AddDays(7)], plan.Create);
    }

    [Fact]
    public void A_day_is_kept_to_the_end_of_the_retention_and_dropped_after()
    {
        var existing = new[] { -32, -31, -30, -29 }.Select(Today.AddDays).ToHashSet();
        Assert.Equal([Today.AddDays(-32), Today.AddDays(-31)], PartitionPlan.For(Today, existing, [], 30).Drop);
    }

    [Fact]
    public void Strays_get_a_partition_if_their_day_is_kept_and_not_too_far_ahead()
    {
        DateOnly[] strays = [Today.AddDays(-31), Today.AddDays(-30), Today.AddDays(-3), Today.AddDays(8)];
        var plan = PartitionPlan.For(Today, Enumerable.Range(0, 8).Select(Today.AddDays).ToHashSet(), strays, 30);
        Assert.Equal([Today.AddDays(-30), Today.AddDays(-3)], plan.Create);
    }

    [Fact]
    public void One_run_makes_a_hundred_partitions_at_most_today_and_ahead_first()
    {
        var strays = Enumerable.Range(1, 500).Select(days => Today.AddDays(-days));
        var plan = PartitionPlan.For(Today, new HashSet<DateOnly>(), strays, 1_000);
        Assert.Equal(PartitionPlan.MaxCreate, plan.Create.Length);
        Assert.Equal(Enumerable.Range(-92, 100).Select(Today.AddDays), plan.Create);
    }

    [Fact]
    public void A_retention_longer_than_the_calendar_drops_nothing() =>
        Assert.Empty(PartitionPlan.For(new DateOnly(5, 1, 1), new HashSet<DateOnly> { DateOnly.MinValue }, [], 36_500).Drop);

    [Theory]
    [InlineData("metrics_20261121", true)]
    [InlineData("metrics_default", false)]
    [InlineData("metrics_20261341", false)]
    [InlineData("metrics_2026112", false)]
    [InlineData("other_20261121", false)]
    public void Only_partitions_of_a_day_are_taken_for_one(string name, bool isDay)
    {
        Assert.Equal(isDay, PartitionName.TryParse(name, out var day));
        Assert.Equal(isDay, day == Today && PartitionName.Of(day) == name);
    }
}
