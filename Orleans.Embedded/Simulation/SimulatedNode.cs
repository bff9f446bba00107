using Orleans.Runtime;

namespace Orleans.Simulation;

/// <summary>A process outside of grains in a simulation.</summary>
public sealed class SimulatedNode
{
    private readonly NodeScheduler _scheduler;

    internal SimulatedNode(SimulationScheduler dispatcher, string name) => _scheduler = new NodeScheduler(dispatcher, name);

    /// <summary>Runs code in the process. Several may run at a time; their turns do not overlap.</summary>
    public Task Run(Func<Task> code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return Task.Factory.StartNew(code, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler).Unwrap();
    }

    /// <summary>Kills the process: nothing of its code runs any more.</summary>
    public void Kill() => _scheduler.Kill();

    private sealed class NodeScheduler(ITurnDispatcher dispatcher, string name) : TurnScheduler(dispatcher)
    {
        public override string TraceName => name;
    }
}
