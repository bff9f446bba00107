using System.Globalization;

namespace Orleans.Runtime;

/// <summary>Number of an activation, unique in the process.</summary>
/// <param name="Number">Counts up from 1.</param>
public readonly record struct ActivationId(long Number)
{
    /// <summary>The number as text.</summary>
    public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);
}
