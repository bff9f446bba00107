namespace Orleans.Runtime;

/// <summary>The observer that was called does not exist any more.</summary>
public class ClientNotAvailableException : OrleansException
{
    /// <summary>An observer that is gone.</summary>
    public ClientNotAvailableException()
        : this("The observer is gone.")
    {
    }

    /// <summary>An observer that is gone.</summary>
    public ClientNotAvailableException(string message)
        : base(message)
    {
    }

    /// <summary>An observer that is gone, with the cause.</summary>
    public ClientNotAvailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
