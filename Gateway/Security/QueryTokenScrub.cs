using Microsoft.AspNetCore.Http.Extensions;

namespace Iskra.Gateway.Security;

/// <summary>Takes <c>?token=</c> out of the query before anything else sees it, so that no log, trace or error can repeat it.</summary>
public sealed class QueryTokenScrub(RequestDelegate next)
{
    private const string Parameter = "token";

    /// <summary>Takes the token out.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Request.QueryString.HasValue && context.Request.Query.TryGetValue(Parameter, out var token))
        {
            context.Features.Set(new QueryTokenFeature(token));
            var rest = context.Request.Query.Where(pair => !string.Equals(pair.Key, Parameter, StringComparison.OrdinalIgnoreCase));
            context.Request.QueryString = new QueryBuilder(rest).ToQueryString();
        }

        return next(context);
    }
}
