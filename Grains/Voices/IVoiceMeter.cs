namespace Iskra.Voices;

/// <summary>Counts the voices that spoke up, for the metrics of the process.</summary>
public interface IVoiceMeter
{
    /// <summary>A voice began to speak.</summary>
    /// <param name="voice">Its key.</param>
    /// <param name="severity"><c>critical</c>, <c>warning</c> or <c>info</c>.</param>
    void Spoke(string voice, string severity);
}
