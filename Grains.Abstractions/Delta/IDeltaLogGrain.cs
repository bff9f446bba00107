using Orleans.Concurrency;

namespace Iskra.Delta;

/// <summary>
/// Makes ∆DΩΛ records of what happens at one seam between components; the key is the seam id. The records of all seams together are
/// the log; each seam has a grain of its own, so that none is the place through which everything flows.
/// </summary>
[Alias("iskra.delta-log")]
public interface IDeltaLogGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes occurrences. What exceeds the rate of a seam is counted, and one record stands for all of it. Records follow; the
    /// call does not wait for them.
    /// </summary>
    [AlwaysInterleave]
    [Alias("report")]
    Task Report(DeltaBatch batch);

    /// <summary>The seam as its records of the last minutes show it.</summary>
    [AlwaysInterleave]
    [Alias("seam")]
    Task<ComponentSeam> Seam();
}
