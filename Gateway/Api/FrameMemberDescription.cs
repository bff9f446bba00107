namespace Iskra.Gateway.Api;

/// <summary>A member of a frame, for the machine-readable contract.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its JSON Schema type.</param>
/// <param name="IsRequired">Whether it is always there.</param>
public sealed record FrameMemberDescription(string Name, string Kind, bool IsRequired = true);
