namespace Iskra;

/// <summary>A configuration section with rules makes no sense; the message lists everything that is wrong with it.</summary>
public sealed class RuleConfigurationException : Exception
{
    /// <summary>A section that makes no sense.</summary>
    public RuleConfigurationException()
        : this("The configuration of the rules makes no sense.")
    {
    }

    /// <summary>A section that makes no sense, with the reason.</summary>
    public RuleConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>A section that makes no sense, with the reason and its cause.</summary>
    public RuleConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A section that makes no sense, with all that is wrong.</summary>
    public RuleConfigurationException(IEnumerable<string> problems)
        : this(string.Join(Environment.NewLine, problems))
    {
    }
}
