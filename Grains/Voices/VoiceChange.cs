namespace Iskra.Voices;

/// <summary>What became of a voice in a step.</summary>
public enum VoiceChange
{
    /// <summary>Nothing that subscribers are told.</summary>
    None,

    /// <summary>It began to speak.</summary>
    Activated,

    /// <summary>It fell silent.</summary>
    Deactivated,

    /// <summary>It speaks with another intensity.</summary>
    Changed,
}
