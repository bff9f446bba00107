namespace Iskra.Voices;

/// <summary>How a condition compares.</summary>
public enum TriggerOperator
{
    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&lt;=</c></summary>
    AtMost,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&gt;=</c></summary>
    AtLeast,

    /// <summary><c>=</c></summary>
    Equal,
}
