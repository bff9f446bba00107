namespace Iskra.Delta;

/// <summary>When the recovery voice was last called for a seam.</summary>
/// <param name="At">The time.</param>
[GenerateSerializer, Immutable, Alias("iskra.maki-state")]
public sealed record MakiState([property: Id(0)] DateTimeOffset At)
{
    /// <summary>The recovery voice is called at most this often for a seam.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
}
