namespace Iskra.Alerts;

/// <summary>A matcher, or a regular expression in one, cannot be understood; the message is the one that Alertmanager gives.</summary>
public sealed class MatcherException : Exception
{
    /// <summary>A matcher that cannot be understood.</summary>
    public MatcherException()
        : this("bad matcher format")
    {
    }

    /// <summary>A matcher that cannot be understood, with the reason.</summary>
    public MatcherException(string message)
        : base(message)
    {
    }

    /// <summary>A matcher that cannot be understood, with the reason and its cause.</summary>
    public MatcherException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
