namespace Iskra.Gateway.Hosting;

/// <summary>Asks a request which port it came in on.</summary>
public static class ListenPortExtensions
{
    /// <summary>The port of the request; <see cref="ListenPort.Main"/> where no listener said otherwise.</summary>
    public static ListenPort GetListenPort(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<ListenPortFeature>()?.Port ?? ListenPort.Main;
    }
}
