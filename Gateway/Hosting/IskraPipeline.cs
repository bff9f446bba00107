using Iskra.Gateway.Api;
using Iskra.Gateway.Cluster;
using Iskra.Gateway.Observability;
using Iskra.Gateway.Polling;
using Iskra.Gateway.Security;
using Iskra.Gateway.Sessions;
using Iskra.Gateway.Sse;
using Iskra.Silo.Hosting;

namespace Iskra.Gateway.Hosting;

/// <summary>What a request passes through, from outside in, and where it ends.</summary>
internal static class IskraPipeline
{
    /// <summary>Sets up the pipeline and the endpoints of the role.</summary>
    internal static void UseIskra(this WebApplication app)
    {
        // Declares its metrics, so that they are shown before the first notification.
        app.Services.GetRequiredService<NotificationMeter>();
        if (app.Services.GetRequiredService<ClusterSettings>().Role == HostRole.Silo) UseSilo(app);
        else UseGateway(app);
    }

    /// <summary>A silo answers whoever watches over it, and nobody else.</summary>
    private static void UseSilo(WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<QueryTokenScrub>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<OriginCheck>();
        var hasDashboard = app.Services.GetRequiredService<ClusterSettings>().HasDashboard;
        if (hasDashboard) EngineDashboard.Guard(app);
        app.UseRouting();
        app.MapGet("/health", (Delegate)HealthEndpoints.Live);
        app.MapGet("/ready", HealthEndpoints.Ready);
        app.MapGet("/metrics", MetricsEndpoint.GetProcess);
        if (hasDashboard) EngineDashboard.Map(app);
    }

    private static void UseGateway(WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<QueryTokenScrub>();
        if (!app.Services.GetRequiredService<GatewayOptions>().TrustedProxies.IsEmpty) app.UseForwardedHeaders();
        if (app.Services.GetRequiredService<TelemetryOptions>().IsOn) app.UseMiddleware<RequestTracing>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<DrainMiddleware>();
        app.UseMiddleware<OriginCheck>();
        app.UseIskraSockets();
        app.UseMiddleware<DashboardRedirect>();
        app.UseDefaultFiles();
        app.UseStaticFiles(StaticPages.Options);
        var hasDashboard = app.Services.GetRequiredService<ClusterSettings>().HasDashboard;
        if (hasDashboard) EngineDashboard.Guard(app);
        app.UseRouting();
        MapOperations(app);
        if (hasDashboard) EngineDashboard.Map(app);
        app.MapAlertmanagerOperations();
        MapApi(app.MapGroup("/api/v2").AddEndpointFilter<CallerFilter>());
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapGet("/asyncapi.json", AsyncApiDocument.Get).ExcludeFromDescription();
    }

    private static void MapOperations(WebApplication app)
    {
        app.MapGet("/health", (Delegate)HealthEndpoints.Live).WithTags("operations").WithSummary("Liveness");
        app.MapGet("/ready", HealthEndpoints.Ready).WithTags("operations").WithSummary("Readiness: cluster, store, draining");
        app.MapGet("/health/realtime", HealthEndpoints.Realtime).WithTags("operations").WithSummary("The live layer in detail");
        app.MapGet("/metrics", MetricsEndpoint.Get).WithTags("operations").WithSummary("Prometheus text, OpenMetrics or a JSON summary, as Accept asks");
    }

    private static void MapApi(RouteGroupBuilder api)
    {
        api.MapAlertmanager();
        api.MapPost("/metrics", MetricsApi.Store).WithTags("metrics").WithSummary("Stores samples: a JSON array or NDJSON, whole or not at all")
            .Produces<StoredAnswer>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapGet("/metrics", MetricsApi.List).WithTags("metrics").WithSummary("Declared metrics with band, limits, live value and state");
        api.MapGet("/metrics/{name}/samples", MetricsApi.Samples).WithQuery(("from", "RFC 3339 or Unix time in milliseconds, inclusive; one hour before the end unless said"), ("to", "exclusive; now unless said"), ("limit", "1 to 10,000; 1,000 unless said; the newest are kept")).WithTags("metrics").WithSummary("Stored samples: from, to, limit");
        api.MapGet("/metrics/{name}/buckets", MetricsApi.Buckets).WithQuery(("bucket", "width such as 30s, 1m, 6h or 1d"), ("from", "inclusive; one hour before the end unless said"), ("to", "exclusive; now unless said"), ("limit", "1 to 10,000; 1,000 unless said; the newest are kept")).WithTags("metrics").WithSummary("Aggregated samples: bucket, from, to, limit");
        MapVoices(api);
        api.MapGet("/cluster", ClusterApi.Get).WithTags("operations").WithSummary("Silos, activations by kind, gateways, channels and sessions; needs a token")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapPost("/messages", (HttpContext context, MessagesApi messages) => messages.Post(context)).WithQuery(("session", "id of the session that the frames are for")).WithTags("events")
            .WithSummary("Any client frame, or an array of up to 100: session").ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        api.MapGet("/events/stream", (HttpContext context, SseServices streams) => SseEndpoint.Get(context, streams)).WithQuery(("channels", "names, separated by commas or repeated"), ("types", "types of events to send"), ("cursor", "continues after this cursor; Last-Event-ID goes before it"), ("since", "positions as JSON"), ("session", "session to continue")).WithTags("events")
            .WithSummary("Server-sent events: channels, types, cursor or since, session").ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/events/poll", (HttpContext context, PollEndpoint poll) => poll.Get(context)).WithQuery(("channels", "names, separated by commas or repeated"), ("types", "types of events to answer with"), ("cursor", "continues after this cursor"), ("since", "positions as JSON"), ("timeout", "0 to 60 s; 30 unless said; 0 answers at once"), ("limit", "1 to 10,000; 1,000 unless said")).WithTags("events")
            .WithSummary("Long polling: channels, types, cursor or since, timeout, limit").ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static void MapVoices(RouteGroupBuilder api)
    {
        api.MapGet("/voices", DeltaApi.Voices).WithTags("voices").WithSummary("The voices of both choirs, conflicts, synergies, harmony");
        api.MapGet("/seams", DeltaApi.Seams).WithTags("voices").WithSummary("The state of the system, its transitions, and the seams between components");
        api.MapGet("/delta", DeltaApi.Records).WithTags("voices").WithSummary("∆DΩΛ records, newest first: filters, before, limit")
            .WithQuery(
                ("from", "RFC 3339 or Unix time in milliseconds, inclusive"),
                ("to", "exclusive"),
                ("event", "type of the event"),
                ("seam_id", "seam between components"),
                ("trace_id", "trace that the event belongs to"),
                ("min_significance", "0 to 1"),
                ("min_omega", "0 to 1"),
                ("min_dimension", "1 to 10"),
                ("before", "the next of the page before"),
                ("limit", "1 to 1,000; 100 unless said"))
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }
}
