namespace Orleans.Runtime;

/// <summary>Base of the errors that the engine raises.</summary>
public class OrleansException : Exception
{
    /// <summary>An error.</summary>
    public OrleansException()
        : base("Unexpected error.")
    {
    }

    /// <summary>An error.</summary>
    public OrleansException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its cause.</summary>
    public OrleansException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
