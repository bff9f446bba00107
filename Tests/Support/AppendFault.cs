namespace Iskra.Tests;

/// <summary>What goes wrong with an append to a <see cref="FakeEventLog"/>.</summary>
public enum AppendFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The request is lost: nothing is written, and the caller is told that the store is away.</summary>
    LoseRequest,

    /// <summary>The events are written, and the caller is told that the store is away.</summary>
    LoseAnswer,
}
