using System.Reflection;

namespace Orleans.Hosting;

/// <summary>Settings of the engine.</summary>
public sealed class EmbeddedOptions
{
    /// <summary>How long a caller waits for an answer before it gets a <see cref="TimeoutException"/>.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The assemblies in which grain classes are looked for.</summary>
    public ISet<Assembly> Assemblies { get; } = new HashSet<Assembly>();

    /// <summary>Events that may wait for one subscription of a stream; beyond it the oldest is dropped and counted.</summary>
    public int StreamQueueCapacity { get; set; } = 1000;

    /// <summary>Activations of a stateless worker that does not say how many it may have.</summary>
    public int MaxLocalWorkers { get; set; } = Environment.ProcessorCount;

    /// <summary>Parts into which the waiting calls are divided.</summary>
    internal int PendingStripes { get; set; } = Environment.ProcessorCount;
}
