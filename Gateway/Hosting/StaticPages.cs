namespace Iskra.Gateway.Hosting;

/// <summary>How the pages are served: as they stand, always asked for again (they are small and have an ETag).</summary>
internal static class StaticPages
{
    internal static readonly StaticFileOptions Options = new()
    {
        OnPrepareResponse = context => context.Context.Response.Headers.CacheControl = "no-cache",
    };
}
