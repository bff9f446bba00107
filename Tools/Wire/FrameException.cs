namespace Iskra.Tools.Wire;

/// <summary>The server answered a request with an error frame (protocol section 4).</summary>
internal sealed class FrameException(string code, string message, double? retryAfterSeconds) : Exception($"{code}: {message}")
{
    /// <summary>The error code.</summary>
    public string Code => code;

    /// <summary>When trying again makes sense, in seconds; null when it does not.</summary>
    public double? RetryAfterSeconds => retryAfterSeconds;
}
