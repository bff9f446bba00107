namespace Orleans.Runtime;

/// <summary>An activation.</summary>
public sealed class DetailedGrainStatistic
{
    /// <summary>Full name of the class.</summary>
    public required string GrainType { get; init; }

    /// <summary>Identity of the grain.</summary>
    public GrainId GrainId { get; init; }
}
