namespace Iskra.Alerts;

/// <summary>The ways by which people are told.</summary>
public enum IntegrationKind
{
    /// <summary>An incoming webhook of Slack.</summary>
    Slack,

    /// <summary>E-mail over SMTP.</summary>
    Email,

    /// <summary>PagerDuty, Events API v2.</summary>
    PagerDuty,

    /// <summary>A generic webhook in Alertmanager's format.</summary>
    Webhook,
}
