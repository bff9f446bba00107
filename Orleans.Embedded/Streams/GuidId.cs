namespace Orleans.Runtime;

/// <summary>An identity that is a GUID.</summary>
/// <param name="Guid">The GUID.</param>
public sealed record GuidId(Guid Guid);
