namespace Iskra.Voices;

/// <summary>Counts nothing: for processes without metrics.</summary>
internal sealed class SilentVoiceMeter : IVoiceMeter
{
    /// <inheritdoc/>
    public void Spoke(string voice, string severity)
    {
    }
}
