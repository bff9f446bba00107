namespace Orleans.Runtime;

/// <summary>Something that requests can be put to.</summary>
internal interface IRequestTarget
{
    /// <summary>Takes a request.</summary>
    /// <returns>False when it takes none any more; then there is or will be another target for the same identity.</returns>
    bool TryReceive(Request request);
}
