namespace Orleans.Runtime;

/// <summary>A grain interface and the class of its references.</summary>
/// <param name="Interface">The interface.</param>
/// <param name="Methods">Its methods, by the number that the class uses.</param>
internal sealed record ProxyShape(Type Interface, GrainMethod[] Methods)
{
    /// <summary>Makes a reference.</summary>
    public Func<EmbeddedRuntime, GrainId, ProxyShape, GrainProxy> Create { get; set; } = null!;
}
