namespace Iskra.Metrics;

/// <summary>The configuration section <c>Metrics</c> makes no sense; the message lists everything that is wrong with it.</summary>
public sealed class MetricConfigurationException : Exception
{
    /// <summary>A section that makes no sense.</summary>
    public MetricConfigurationException()
        : this("The configuration of the metrics makes no sense.")
    {
    }

    /// <summary>A section that makes no sense, with the reason.</summary>
    public MetricConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>A section that makes no sense, with the reason and its cause.</summary>
    public MetricConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A section that makes no sense, with all that is wrong.</summary>
    public MetricConfigurationException(IEnumerable<string> problems)
        : this(string.Join(Environment.NewLine, problems))
    {
    }
}
