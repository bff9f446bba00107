using Microsoft.AspNetCore.StaticFiles;

namespace Iskra.Gateway.Hosting;

/// <summary>
/// How the pages are served: as they stand, as UTF-8. Files under <c>/assets</c> carry a digest of their content in their names and never
/// change; everything else is asked for again each time (it is small and has an ETag).
/// </summary>
internal static class StaticPages
{
    internal static readonly StaticFileOptions Options = new() { OnPrepareResponse = Prepare };

    private static void Prepare(StaticFileResponseContext context)
    {
        var response = context.Context.Response;
        var isFixed = context.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal);
        response.Headers.CacheControl = isFixed ? "public, max-age=31536000, immutable" : "no-cache";
        if (response.ContentType?.StartsWith("text/", StringComparison.Ordinal) == true) response.ContentType += "; charset=utf-8";
    }
}
