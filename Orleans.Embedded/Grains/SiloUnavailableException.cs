namespace Orleans.Runtime;

/// <summary>The engine has stopped, or died, before the call was answered. It may or may not have been done.</summary>
public class SiloUnavailableException : OrleansException
{
    /// <summary>An engine that has stopped.</summary>
    public SiloUnavailableException()
        : this("The engine has stopped.")
    {
    }

    /// <summary>An engine that has stopped.</summary>
    public SiloUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>An engine that has stopped, with the cause.</summary>
    public SiloUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
