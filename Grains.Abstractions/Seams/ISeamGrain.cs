using System.Collections.Immutable;
using Iskra.Voices;
using Orleans.Concurrency;

namespace Iskra.Seams;

/// <summary>
/// The state of the system and its transitions (domain section 4). The key is <c>system</c>. Transitions and bifurcations are
/// announced once and in order on channel <c>seams</c>.
/// </summary>
[Alias("iskra.seam")]
public interface ISeamGrain : IGrainWithStringKey
{
    /// <summary>Takes steps, in order; announcing follows.</summary>
    /// <param name="steps">1 to <see cref="IChorusGrain.MaxSteps"/>.</param>
    [AlwaysInterleave]
    [Alias("observe")]
    Task Observe(ImmutableArray<VoiceStep> steps);

    /// <summary>The state of the system and what led to it.</summary>
    [AlwaysInterleave]
    [Alias("current")]
    Task<SystemView> Current();
}
