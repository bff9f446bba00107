namespace Iskra.Gateway.Api;

/// <summary>Where the Alertmanager API answers.</summary>
internal static class AlertmanagerRoutes
{
    private const string Tag = "alerts";
    private static readonly string[] GetAndHead = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps the API.</summary>
    /// <param name="api">The group <c>/api/v2</c>.</param>
    internal static void MapAlertmanager(this RouteGroupBuilder api)
    {
        api.Map("/alerts", (HttpContext context, AlertmanagerApi alerts) => alerts.Alerts(context)).WithTags(Tag)
            .WithSummary("Alertmanager API: GET alerts with active, silenced, inhibited, filter, receiver; POST alerts");
        api.Map("/alerts/groups", (HttpContext context, AlertmanagerApi alerts) => alerts.Groups(context)).WithTags(Tag)
            .WithSummary("Alertmanager API: GET groups of alerts");
        api.Map("/silences", (HttpContext context, AlertmanagerApi alerts) => alerts.Silences(context)).WithTags(Tag)
            .WithSummary("Alertmanager API: GET silences with filter; POST a silence");
        api.Map("/silence/{id}", (string id, HttpContext context, AlertmanagerApi alerts) => alerts.Silence(id, context)).WithTags(Tag)
            .WithSummary("Alertmanager API: GET or DELETE a silence");
        api.Map("/receivers", (HttpContext context, AlertmanagerApi alerts) => alerts.Receivers(context)).WithTags(Tag)
            .WithSummary("Alertmanager API: GET receivers");
        api.Map("/status", (HttpContext context, AlertmanagerApi alerts) => alerts.Status(context)).WithTags(Tag)
            .WithSummary("Alertmanager API: GET version, configuration without secrets, start time");
        api.MapPost("/alerts/{fingerprint}/ack", AlertAckApi.Post).WithTags(Tag)
            .WithSummary("Says that somebody takes care of an alert: its escalation stops").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/alerts/{fingerprint}/escalation", AlertEscalationApi.Get).WithTags(Tag)
            .WithSummary("Who is told of an alert: the steps of its chain, and its notifications: sent, waiting or failed")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>Maps the addresses by which an Alertmanager is watched.</summary>
    internal static void MapAlertmanagerOperations(this WebApplication app)
    {
        app.MapMethods("/-/healthy", GetAndHead, () => Results.Text("OK")).ExcludeFromDescription();
        app.MapMethods("/-/ready", GetAndHead, () => Results.Text("OK")).ExcludeFromDescription();
        app.MapPost("/-/reload", AlertReloadApi.Post).AddEndpointFilter<CallerFilter>().ExcludeFromDescription();
    }
}
