namespace Iskra.Silo.Storage;

/// <summary>The settings of the store cannot be used; the message names the setting and says what would be right.</summary>
public sealed class StorageConfigurationException : Exception
{
    /// <summary>Settings that cannot be used.</summary>
    public StorageConfigurationException()
        : this("The settings of the store cannot be used.")
    {
    }

    /// <summary>Settings that cannot be used, and why.</summary>
    public StorageConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>Settings that cannot be used, why, and the cause.</summary>
    public StorageConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
