namespace Iskra.Alerts;

/// <summary>An incoming webhook of Slack.</summary>
public sealed record SlackIntegration : ReceiverIntegration
{
    /// <inheritdoc/>
    public override IntegrationKind Kind => IntegrationKind.Slack;

    /// <summary>Address of the webhook.</summary>
    public required Secret ApiUrl { get; init; }

    /// <summary>Channel or user; null for the one that the webhook was made for.</summary>
    public string? Channel { get; init; }

    /// <summary>Name that the message comes from.</summary>
    public string? Username { get; init; }
}
