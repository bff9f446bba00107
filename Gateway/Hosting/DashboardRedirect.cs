namespace Iskra.Gateway.Hosting;

/// <summary>Sends browsers that open a dashboard port to its page on the main port; sockets at the same address go on.</summary>
public sealed class DashboardRedirect(RequestDelegate next, ListenAddresses addresses)
{
    /// <summary>Redirects or passes on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var port = context.GetListenPort();
        var isPage = port != ListenPort.Main && context.Request.Path == "/"
            && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            && string.IsNullOrEmpty(context.Request.Headers.Upgrade);
        if (!isPage) return next(context);
        var page = port switch
        {
            ListenPort.Pulse => "pulse",
            ListenPort.Seams => "seams",
            _ => "voices",
        };
        context.Response.Redirect($"{context.Request.Scheme}://{context.Request.Host.Host}:{addresses.NumberOf(ListenPort.Main)}/#{page}");
        return Task.CompletedTask;
    }
}
