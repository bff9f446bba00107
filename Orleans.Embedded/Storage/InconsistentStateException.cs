using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>State was written or cleared with a version that is not the stored one. The activation that meets it ends.</summary>
public class InconsistentStateException : OrleansException
{
    /// <summary>A conflict of versions.</summary>
    public InconsistentStateException()
    {
    }

    /// <summary>A conflict of versions.</summary>
    public InconsistentStateException(string message)
        : base(message)
    {
    }

    /// <summary>A conflict of versions with its cause.</summary>
    public InconsistentStateException(string message, Exception? innerException)
        : base(message, innerException!)
    {
    }

    /// <summary>A conflict of versions.</summary>
    /// <param name="errorMsg">What happened.</param>
    /// <param name="storedEtag">The stored version.</param>
    /// <param name="currentEtag">The version that was written with.</param>
    /// <param name="storageException">The cause.</param>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException)
        : base(errorMsg, storageException!)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <inheritdoc cref="InconsistentStateException(string, string, string, Exception)"/>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : this(errorMsg, storedEtag, currentEtag, null)
    {
    }

    /// <summary>The stored version.</summary>
    public string? StoredEtag { get; private set; }

    /// <summary>The version that was written with.</summary>
    public string? CurrentEtag { get; private set; }

    /// <summary>True until the activation that met the conflict has been told to end; callers further up stay alive.</summary>
    internal bool IsSourceActivation { get; set; } = true;
}
