namespace Iskra;

/// <summary>The store cannot be reached, is behind by more than its bound, or its answer was lost.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>A store that is away.</summary>
    public StoreUnavailableException()
        : this("The store cannot be reached.")
    {
    }

    /// <summary>A store that is away, with the reason.</summary>
    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>A store that is away, with the reason and its cause.</summary>
    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
