namespace Iskra.Tests.Cluster.Chaos;

public sealed class ChaosPlanTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Three_faults_hold_every_action_and_every_target_and_nine_every_kind(int seed)
    {
        var steps = Steps(seed, 36);
        Assert.All(steps.Chunk(3), group => Assert.Equal((3, 3), (group.DistinctBy(step => step.Action).Count(), group.DistinctBy(step => step.Target).Count())));
        Assert.All(steps.Chunk(9), round => Assert.Equal(9, round.DistinctBy(step => step.Name).Count()));
    }

    [Fact]
    public void The_same_seed_gives_the_same_faults_and_another_one_others()
    {
        Assert.Equal(Steps(7, 50), Steps(7, 50));
        Assert.NotEqual(Steps(7, 50), Steps(8, 50));
    }

    [Fact]
    public void Every_process_has_its_turn_and_none_that_is_not_there()
    {
        var steps = Steps(1, 300);
        Assert.Equal([0, 1, 2], steps.Where(step => step.Target == ChaosTarget.Silo).Select(step => step.Number).Distinct().Order());
        Assert.Equal([0, 1], steps.Where(step => step.Target == ChaosTarget.Gateway).Select(step => step.Number).Distinct().Order());
        Assert.All(steps.Where(step => step.Target == ChaosTarget.Silo), step => Assert.InRange(step.Span.TotalSeconds, 10, 14));
        Assert.All(steps.Where(step => step.Target != ChaosTarget.Silo), step => Assert.InRange(step.Span.TotalSeconds, 1, 5));
    }

    private static ChaosStep[] Steps(int seed, int count) => [.. new ChaosPlan(seed, 3, 2).Steps().Take(count)];
}
