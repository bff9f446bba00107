using Iskra.Tests.Cluster.Clients;

namespace Iskra.Tests.Cluster.Chaos;

/// <summary>Does to processes what a plan says, and measures how long it takes until all is well again.</summary>
/// <param name="cluster">The processes. Some may be down afterwards.</param>
/// <param name="crowd">Those who notice.</param>
public sealed class FaultInjector(ClusterUnderTest cluster, Crowd crowd)
{
    private static readonly TimeSpan EndBound = TimeSpan.FromSeconds(30);

    /// <summary>Injects a fault.</summary>
    /// <returns>The time to recover, from the fault or from the return, as the name of the step says.</returns>
    public Task<TimeSpan> InjectAsync(ChaosStep step) => (step.Target, step.Action) switch
    {
        (ChaosTarget.Database, ChaosAction.Pause) => PauseDatabaseAsync(step.Span),
        (ChaosTarget.Database, _) => StopDatabaseAsync(step.Span, immediately: step.Action == ChaosAction.Kill),
        (ChaosTarget.Silo, ChaosAction.Pause) => PauseSiloAsync(cluster.SiloMembers[step.Number], step.Span),
        (ChaosTarget.Gateway, ChaosAction.Pause) => PauseGatewayAsync(cluster.GatewayMembers[step.Number], step.Span),
        (_, ChaosAction.Kill) => KillAsync(MemberOf(step)),
        _ => RestartAsync(MemberOf(step)),
    };

    private Member MemberOf(ChaosStep step) => step.Target == ChaosTarget.Silo ? cluster.SiloMembers[step.Number] : cluster.GatewayMembers[step.Number];

    private async Task<TimeSpan> KillAsync(Member member)
    {
        var at = DateTimeOffset.UtcNow;
        await member.KillAsync();
        return await crowd.RecoveredAsync(at);
    }

    private async Task<TimeSpan> RestartAsync(Member member)
    {
        Assert.Equal(0, await member.StopAsync());
        await member.StartAsync();
        return await crowd.RecoveredAsync(DateTimeOffset.UtcNow);
    }

    // It is still paused when the others have its grains; it ends when it wakes up and learns that it was declared dead.
    private async Task<TimeSpan> PauseSiloAsync(Member silo, TimeSpan span)
    {
        var at = DateTimeOffset.UtcNow;
        await silo.PauseAsync();
        var recovery = await crowd.RecoveredAsync(at);
        await Waiting.PassAsync(span - (DateTimeOffset.UtcNow - at));
        await silo.ResumeAsync();
        await silo.EndedAsync(EndBound);
        return recovery;
    }

    private async Task<TimeSpan> PauseGatewayAsync(Member gateway, TimeSpan span)
    {
        await gateway.PauseAsync();
        await Waiting.PassAsync(span);
        await gateway.ResumeAsync();
        return await crowd.RecoveredAsync(DateTimeOffset.UtcNow);
    }

    private async Task<TimeSpan> StopDatabaseAsync(TimeSpan span, bool immediately)
    {
        await cluster.Postgres.StopAsync(immediately);
        await Waiting.PassAsync(span);
        await cluster.Postgres.StartAsync();
        return await crowd.RecoveredAsync(DateTimeOffset.UtcNow);
    }

    private async Task<TimeSpan> PauseDatabaseAsync(TimeSpan span)
    {
        await cluster.Postgres.PauseAsync();
        try
        {
            await Waiting.PassAsync(span);
        }
        finally
        {
            await cluster.Postgres.ResumeAsync();
        }

        return await crowd.RecoveredAsync(DateTimeOffset.UtcNow);
    }
}
