using System.Collections.Immutable;
using Iskra.Voices;

namespace Iskra.Seams;

/// <summary>A state of the system (domain section 4).</summary>
/// <param name="State">Its name, for example <c>CHAOTIC_CREATION</c>.</param>
/// <param name="Seam">The seam that is crossed when it is entered.</param>
/// <param name="When">When the system is in it; null for the one that holds otherwise.</param>
public sealed record StateDefinition(string State, string Seam, TriggerExpression? When)
{
    /// <summary>The state that holds when no other does.</summary>
    public const string Unknown = "UNKNOWN";

    /// <summary>The states in the order in which they are tried.</summary>
    public static ImmutableArray<StateDefinition> Defaults { get; } =
    [
        Of("CHAOTIC_CREATION", "chaos_seam", "chaos > 0.7 and clarity < 0.6"),
        Of("CRYSTALLIZATION", "weave_seam", "chaos < 0.2 and clarity > 0.8"),
        Of("HARMONIOUS_FLOW", "insight_seam", "trust > 0.8 and pain < 0.3"),
        Of("CRISIS_MODE", "conflict_seam", "pain > 0.6 and trust < 0.5"),
        Of("CREATIVE_TENSION", "bridge_seam", "chaos > 0.4 and chaos < 0.6 and clarity > 0.7"),
        new(Unknown, "pause_seam", null),
    ];

    private static StateDefinition Of(string state, string seam, string when) => new(state, seam, TriggerExpression.Parse(when));
}
