namespace Iskra.Gateway.Sessions;

/// <summary>The gateway does not ask the cluster now. A socket that needs it is closed with 1013.</summary>
public sealed class CircuitOpenException : Exception
{
    /// <summary>An open circuit.</summary>
    public CircuitOpenException()
        : this(CircuitBreaker.Cooldown)
    {
    }

    /// <summary>An open circuit, with a message.</summary>
    public CircuitOpenException(string message)
        : base(message) => RetryAfter = CircuitBreaker.Cooldown;

    /// <summary>An open circuit, with a message and a cause.</summary>
    public CircuitOpenException(string message, Exception innerException)
        : base(message, innerException) => RetryAfter = CircuitBreaker.Cooldown;

    /// <summary>An open circuit.</summary>
    /// <param name="retryAfter">When trying again makes sense.</param>
    public CircuitOpenException(TimeSpan retryAfter)
        : base("The cluster does not answer; try again later.") => RetryAfter = retryAfter;

    /// <summary>When trying again makes sense.</summary>
    public TimeSpan RetryAfter { get; }
}
