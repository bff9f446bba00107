namespace Orleans.Runtime;

/// <summary>Number of activations of a class.</summary>
public sealed class SimpleGrainStatistic
{
    /// <summary>Full name of the class.</summary>
    public required string GrainType { get; init; }

    /// <summary>Number of activations.</summary>
    public int ActivationCount { get; init; }
}
