using System.Collections.Immutable;

namespace Iskra.Seams;

/// <summary>Everything that configuration says about seams.</summary>
/// <param name="States">The states in the order in which they are tried; the last holds otherwise.</param>
/// <param name="BifurcationTension">Transitions whose mean intensity exceeds this are a bifurcation, 0 to 2.</param>
public sealed record SeamSettings(ImmutableArray<StateDefinition> States, double BifurcationTension)
{
    /// <summary>The tension of domain section 4.</summary>
    public const double DefaultTension = 0.8;

    /// <summary>What holds when configuration says nothing.</summary>
    public static SeamSettings Default { get; } = new(StateDefinition.Defaults, DefaultTension);
}
