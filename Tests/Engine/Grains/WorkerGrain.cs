using Orleans.Concurrency;

namespace Iskra.Tests.Engine;

/// <summary>Two of it work at a time.</summary>
[StatelessWorker(2)]
public sealed class WorkerGrain(IGrainContext context) : Grain, IWorkerGrain
{
    public async Task<string> Work(string gate)
    {
        await Gates.PassAsync(gate);
        return $"{context.ActivationId}";
    }

    public Task<string> Quick() => Task.FromResult($"{context.ActivationId}");
}
