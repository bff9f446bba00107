using Iskra.Gateway.Security;

namespace Iskra.Gateway.Api;

/// <summary>
/// Finds out who calls, once a request: a bad token is refused, none is refused where <c>Auth:Required</c> is set. The handler
/// finds the caller with <see cref="CallerOf"/>.
/// </summary>
public sealed class CallerFilter(CallerResolver callers) : IEndpointFilter
{
    private static readonly object Key = new();

    /// <summary>The caller of a request that has passed the filter.</summary>
    public static Caller CallerOf(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items[Key] as Caller ?? Caller.Anonymous;
    }

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var result = await callers.ResolveForReadingAsync(context.HttpContext);
        if (result.Caller is not { } caller) return new Problem(result.Code!, result.Reason!);
        context.HttpContext.Items[Key] = caller;
        return await next(context);
    }
}
