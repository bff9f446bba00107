namespace Iskra.Alerts;

/// <summary>PagerDuty, Events API v2.</summary>
public sealed record PagerDutyIntegration : ReceiverIntegration
{
    /// <summary>Where events go unless configured.</summary>
    public const string DefaultUrl = "https://events.pagerduty.com/v2/enqueue";

    /// <inheritdoc/>
    public override IntegrationKind Kind => IntegrationKind.PagerDuty;

    /// <summary>Key of the integration.</summary>
    public required Secret RoutingKey { get; init; }

    /// <summary>Where events go.</summary>
    public string Url { get; init; } = DefaultUrl;
}
