namespace Iskra.Alerts;

/// <summary>A generic webhook in Alertmanager's format.</summary>
public sealed record WebhookIntegration : ReceiverIntegration
{
    /// <inheritdoc/>
    public override IntegrationKind Kind => IntegrationKind.Webhook;

    /// <summary>Its address.</summary>
    public required Secret Url { get; init; }

    /// <summary>Most alerts in one request; 0 for no other bound than that of a notification.</summary>
    public int MaxAlerts { get; init; }
}
