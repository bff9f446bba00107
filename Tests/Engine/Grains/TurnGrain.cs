namespace Iskra.Tests.Engine;

/// <summary>Its calls do not overlap.</summary>
public sealed class TurnGrain : Grain, ITurnGrain
{
    private int _count;
    private int _inside;

    public Task Wait(string gate)
    {
        _count++;
        return Gates.PassAsync(gate);
    }

    public Task Note(string journal, string entry)
    {
        Journal.Write(journal, entry);
        return Task.CompletedTask;
    }

    public Task<int> Count() => Task.FromResult(_count);

    public async Task<int> WorkAndCountOverlaps(int steps)
    {
        var overlaps = 0;
        for (var i = 0; i < steps; i++)
        {
            overlaps += Interlocked.Increment(ref _inside) > 1 ? 1 : 0;
            await Task.Yield();
            Interlocked.Decrement(ref _inside);
        }

        return overlaps;
    }

    public Task AlwaysNote(string journal, string entry) => Note(journal, entry);

    public Task ReadWait(string gate) => Gates.PassAsync(gate);

    public Task<int> Read() => Task.FromResult(_count);

    public async Task<bool> StaysOnItsScheduler()
    {
        var scheduler = TaskScheduler.Current;
        await Task.Yield();
        var afterYield = TaskScheduler.Current;
        await Task.Yield();
        return scheduler != TaskScheduler.Default && scheduler == afterYield && scheduler == TaskScheduler.Current;
    }

    public async Task<int> CallOther(string other)
    {
        _count++;
        return await GrainFactory.GetGrain<ITurnGrain>(other).Count() + _count;
    }
}
