using Microsoft.AspNetCore.StaticFiles;

namespace Iskra.Gateway.Hosting;

/// <summary>How the pages are served: as they stand, always asked for again (they are small and have an ETag), as UTF-8.</summary>
internal static class StaticPages
{
    internal static readonly StaticFileOptions Options = new() { OnPrepareResponse = Prepare };

    private static void Prepare(StaticFileResponseContext context)
    {
        var response = context.Context.Response;
        response.Headers.CacheControl = "no-cache";
        if (response.ContentType?.StartsWith("text/", StringComparison.Ordinal) == true) response.ContentType += "; charset=utf-8";
    }
}
