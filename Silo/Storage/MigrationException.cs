namespace Iskra.Silo.Storage;

/// <summary>The tables of the store cannot be brought to the version that this program needs.</summary>
public sealed class MigrationException : Exception
{
    /// <summary>A migration that failed.</summary>
    public MigrationException()
        : this("A migration failed.")
    {
    }

    /// <summary>A migration that failed, with what is wrong and what would be right.</summary>
    public MigrationException(string message)
        : base(message)
    {
    }

    /// <summary>A migration that failed, with its cause.</summary>
    public MigrationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
