namespace Iskra.Tests.Engine;

/// <summary>Comes and goes, and says so in the journal that its key names.</summary>
public sealed class LifeGrain(IGrainContext context) : Grain, ILifeGrain
{
    private IGrainTimer? _timer;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (this.GetPrimaryKeyString().StartsWith("broken", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("cannot start");
        }

        Journal.Write(this.GetPrimaryKeyString(), "activated");
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Journal.Write(this.GetPrimaryKeyString(), "deactivated");
    }

    public Task<string> Activation() => Task.FromResult($"{context.ActivationId}");

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task WaitAndLeave(string gate)
    {
        DeactivateOnIdle();
        await Gates.PassAsync(gate);
    }

    public Task Keep(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    public Task StartTimer(string journal, TimeSpan due, TimeSpan period, bool interleave)
    {
        var ticks = 0;
        _timer = this.RegisterGrainTimer(
            async () =>
            {
                Journal.Write(journal, $"{++ticks}");
                await Task.Yield();
            },
            new GrainTimerCreationOptions(dueTime: due, period: period) { Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task ChangeTimer(TimeSpan due, TimeSpan period)
    {
        _timer!.Change(due, period);
        return Task.CompletedTask;
    }

    public Task StopTimer()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task Block(string gate) => Gates.PassAsync(gate);
}
