namespace Iskra.Gateway.Api;

/// <summary>Answer of <c>POST /api/v2/metrics</c>: everything is on disk.</summary>
/// <param name="Stored">How many samples were stored.</param>
public sealed record StoredAnswer(int Stored);
