using System.Collections.Immutable;

namespace Iskra.Voices;

/// <summary>How the active voices of Iskra get on with each other (domain section 2).</summary>
/// <param name="Conflicts">Active voices that are in conflict.</param>
/// <param name="Synergies">Active voices that strengthen each other.</param>
/// <param name="Value">Mean strength of the synergies minus mean intensity of the conflicts, 0 to 1.</param>
public sealed record Harmony(ImmutableArray<VoicePair> Conflicts, ImmutableArray<VoicePair> Synergies, double Value)
{
    private static readonly ImmutableArray<(string First, string Second)> Opposed =
    [
        (VoiceName.Kain, VoiceName.Pino),
        (VoiceName.Sam, VoiceName.Hundun),
        (VoiceName.Iskriv, VoiceName.Hundun),
        (VoiceName.Anhantra, VoiceName.Hundun),
    ];

    private static readonly ImmutableArray<(string First, string Second)> Allied =
    [
        (VoiceName.Kain, VoiceName.Anhantra),
        (VoiceName.Pino, VoiceName.Hundun),
        (VoiceName.Sam, VoiceName.Iskra),
        (VoiceName.Iskriv, VoiceName.Hundun),
        (VoiceName.Anhantra, VoiceName.Iskra),
    ];

    /// <summary>What follows from the voices.</summary>
    /// <param name="voices">The voices of Iskra, in any order.</param>
    public static Harmony Of(IEnumerable<VoiceView> voices)
    {
        var active = voices.Where(voice => voice.Active).ToDictionary(voice => voice.Voice, voice => voice.Intensity, StringComparer.Ordinal);
        var conflicts = Pairs(Opposed, active);
        var synergies = Pairs(Allied, active);
        return new Harmony(conflicts, synergies, Math.Round(Math.Clamp(Mean(synergies) - Mean(conflicts), 0, 1), 3));
    }

    /// <summary>Whether another harmony is the same for those who look at it.</summary>
    public bool Equals(Harmony? other) => other is not null
        && Value.Equals(other.Value) && Conflicts.SequenceEqual(other.Conflicts) && Synergies.SequenceEqual(other.Synergies);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Value, Conflicts.Length, Synergies.Length);

    private static double Mean(ImmutableArray<VoicePair> pairs) => pairs.IsEmpty ? 0 : pairs.Average(pair => pair.Strength);

    private static ImmutableArray<VoicePair> Pairs(ImmutableArray<(string First, string Second)> known, Dictionary<string, double> active) =>
    [
        .. from pair in known
           where active.ContainsKey(pair.First) && active.ContainsKey(pair.Second)
           select new VoicePair(pair.First, pair.Second, Math.Round((active[pair.First] + active[pair.Second]) / 2, 3)),
    ];
}
