namespace Iskra.Alerts;

/// <summary>The configuration of the alerts makes no sense; the message says where and why.</summary>
public sealed class AlertConfigurationException : Exception
{
    /// <summary>A configuration that makes no sense.</summary>
    public AlertConfigurationException()
        : this("The configuration of the alerts makes no sense.")
    {
    }

    /// <summary>A configuration that makes no sense, with the reason.</summary>
    public AlertConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>A configuration that makes no sense, with the reason and its cause.</summary>
    public AlertConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
