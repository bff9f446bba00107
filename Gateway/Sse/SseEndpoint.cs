using Iskra.Gateway.Api;
using Iskra.Gateway.Hosting;
using Iskra.Gateway.Sessions;

namespace Iskra.Gateway.Sse;

/// <summary><c>GET /api/v2/events/stream</c>: server-sent events (protocol section 5).</summary>
internal static class SseEndpoint
{
    /// <summary>Serves a stream; what keeps it from starting is answered as problem details.</summary>
    internal static async Task<IResult> Get(HttpContext context, SseServices services)
    {
        var request = SseRequest.Of(context, services.Options.MaxSubscriptions);
        var caller = CallerFilter.CallerOf(context);
        foreach (var channel in request.Channels)
            if (services.Subscriber.CheckRead(caller, channel) is { } error) return Problem.From(error);
        var endpoint = EndpointOf(context.GetListenPort());

        // Who names channels, or brings positions, gets these and nothing else.
        if (!request.Channels.IsEmpty || request.Positions is not null) endpoint = endpoint with { Channels = [] };
        await new SseConnection(services, request, context, endpoint).RunAsync(caller);
        return Results.Empty;
    }

    private static SessionEndpoint EndpointOf(ListenPort port) => port switch
    {
        ListenPort.Pulse => SessionEndpoint.Pulse,
        ListenPort.Seams => SessionEndpoint.Seams,
        ListenPort.Voices => SessionEndpoint.Voices,
        _ => SessionEndpoint.Dashboards,
    };
}
