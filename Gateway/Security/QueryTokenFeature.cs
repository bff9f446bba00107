using Microsoft.Extensions.Primitives;

namespace Iskra.Gateway.Security;

/// <summary>
/// The token of <c>?token=</c>, taken out of the query before anything could log it. <see cref="CallerResolver"/> finds it here.
/// </summary>
/// <param name="Token">The values of the parameter.</param>
public sealed record QueryTokenFeature(StringValues Token);
