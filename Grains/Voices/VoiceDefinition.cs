using System.Collections.Immutable;

namespace Iskra.Voices;

/// <summary>What is configured about a voice of Iskra (domain section 2).</summary>
/// <param name="Voice">Its key.</param>
/// <param name="Activates">When it begins to speak.</param>
/// <param name="Silences">When it falls silent, unless it would begin to speak.</param>
/// <param name="Rest">For how long its triggers are ignored after it fell silent; 0 to 24 h.</param>
/// <param name="Speech">What it says when it begins to speak.</param>
/// <param name="Farewell">What it says when it falls silent.</param>
public sealed record VoiceDefinition(
    string Voice,
    TriggerExpression Activates,
    TriggerExpression Silences,
    TimeSpan Rest,
    VoiceMessage Speech,
    VoiceMessage Farewell)
{
    /// <summary>Longest <see cref="Rest"/>.</summary>
    public static readonly TimeSpan MaxRest = TimeSpan.FromHours(24);

    /// <summary>Whether its intensity is the mean of the other active voices: so it is for the synthesis.</summary>
    public bool FollowsOthers => Voice == VoiceName.Iskra;

    /// <summary>All conditions of both expressions.</summary>
    public ImmutableArray<TriggerCondition> Conditions { get; } = [.. Activates.Conditions, .. Silences.Conditions];
}
