using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Simulation;

/// <summary>What a simulation consists of, and its bounds.</summary>
public sealed class SimulationOptions
{
    /// <summary>The assemblies in which grain classes are looked for.</summary>
    public ISet<Assembly> Assemblies { get; } = new HashSet<Assembly>();

    /// <summary>
    /// Adds services for the grains. Fakes behind their ports may use <see cref="SimulatedCluster.Time"/>,
    /// <see cref="SimulatedCluster.Random"/> and <see cref="SimulatedCluster.PauseAsync"/> to answer late or to fail.
    /// </summary>
    public Action<IServiceCollection, SimulatedCluster>? Services { get; set; }

    /// <summary>The faults at the start.</summary>
    public SimulationFaults Faults { get; init; } = new();

    /// <summary>When virtual time starts.</summary>
    public DateTimeOffset Start { get; set; } = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>How long a caller waits for an answer, in virtual time.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Activations of a stateless worker that does not say how many it may have.</summary>
    public int MaxLocalWorkers { get; set; } = 4;

    /// <summary>Turns after which a run has failed, because it seems to have no end.</summary>
    public int MaxSteps { get; set; } = 1_000_000;

    /// <summary>Virtual time after which a run has failed, because it seems to have no end.</summary>
    public TimeSpan MaxTime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Number of last steps that the message of a failed run shows.</summary>
    public int TraceLength { get; set; } = 60;
}
