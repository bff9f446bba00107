namespace Iskra.Tools.Exposition;

/// <summary>A text that is not in the Prometheus exposition format, or beyond the limits.</summary>
/// <param name="line">Number of the line at fault, from 1.</param>
/// <param name="message">What is wrong and what would be right.</param>
internal sealed class ExpositionException(int line, string message) : Exception($"line {line}: {message}")
{
    /// <summary>Number of the line at fault, from 1.</summary>
    public int Line => line;
}
