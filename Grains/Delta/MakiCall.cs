namespace Iskra.Delta;

/// <summary>Decides when the recovery voice is called for a seam: at most once a minute (domain section 6).</summary>
/// <param name="at">When it was last called; null when never.</param>
public sealed class MakiCall(DateTimeOffset? at)
{
    private DateTimeOffset? _at = at;

    /// <summary>Whether it may be called now; then it has been.</summary>
    public bool TryCall(DateTimeOffset now)
    {
        if (now < _at + MakiState.Interval) return false;
        _at = now;
        return true;
    }
}
