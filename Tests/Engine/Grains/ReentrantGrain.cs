using Orleans.Concurrency;

namespace Iskra.Tests.Engine;

/// <summary>Its calls interleave at awaits; its turns do not overlap all the same.</summary>
[Reentrant]
public sealed class ReentrantGrain : Grain, IReentrantGrain
{
    private int _inside;

    public Task Wait(string gate) => Gates.PassAsync(gate);

    public Task Open(string gate)
    {
        Gates.Open(gate);
        return Task.CompletedTask;
    }

    public async Task<int> MostInsideOneTurn(int steps)
    {
        var most = 0;
        for (var i = 0; i < steps; i++)
        {
            most = Math.Max(most, Interlocked.Increment(ref _inside));
            Thread.SpinWait(50);
            Interlocked.Decrement(ref _inside);
            await Task.Yield();
        }

        return most;
    }
}
