namespace Iskra.Tools.Feeding;

/// <summary>The server refused samples.</summary>
/// <param name="message">Its reason.</param>
/// <param name="retryAfter">When trying again makes sense; null when it never will.</param>
internal sealed class ReportRefusedException(string message, TimeSpan? retryAfter) : Exception(message)
{
    /// <summary>When trying again makes sense; null when it never will.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}
