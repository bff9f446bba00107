namespace Iskra.Voices;

/// <summary>A trigger in configuration cannot be read; the message points at the column and says what would be right.</summary>
public sealed class TriggerSyntaxException : Exception
{
    /// <summary>A trigger that cannot be read.</summary>
    public TriggerSyntaxException()
        : this("The trigger cannot be read.")
    {
    }

    /// <summary>A trigger that cannot be read, with the reason.</summary>
    public TriggerSyntaxException(string message)
        : base(message)
    {
    }

    /// <summary>A trigger that cannot be read, with the reason and its cause.</summary>
    public TriggerSyntaxException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A trigger that cannot be read from a column on.</summary>
    /// <param name="column">The column, from 1.</param>
    /// <param name="problem">What is wrong there and what would be right.</param>
    public TriggerSyntaxException(int column, string problem)
        : this($"column {column}: {problem}") => Column = column;

    /// <summary>The column where reading stopped, from 1; 0 when it is not known.</summary>
    public int Column { get; }
}
