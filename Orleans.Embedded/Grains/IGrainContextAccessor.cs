namespace Orleans.Runtime;

/// <summary>Gives the activation whose turn it is.</summary>
public interface IGrainContextAccessor
{
    /// <summary>The activation whose turn it is.</summary>
    IGrainContext GrainContext { get; }
}
