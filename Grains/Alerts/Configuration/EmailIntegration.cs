namespace Iskra.Alerts;

/// <summary>E-mail over SMTP.</summary>
public sealed record EmailIntegration : ReceiverIntegration
{
    /// <inheritdoc/>
    public override IntegrationKind Kind => IntegrationKind.Email;

    /// <summary>Whom it goes to, separated by commas.</summary>
    public required string To { get; init; }

    /// <summary>Whom it comes from.</summary>
    public required string From { get; init; }

    /// <summary>Host of the mail server.</summary>
    public required string Host { get; init; }

    /// <summary>Port of the mail server.</summary>
    public required int Port { get; init; }

    /// <summary>Name that is said to the mail server.</summary>
    public string Hello { get; init; } = "localhost";

    /// <summary>User at the mail server; null for none.</summary>
    public string? AuthUsername { get; init; }

    /// <summary>Password at the mail server.</summary>
    public Secret? AuthPassword { get; init; }

    /// <summary>Whether STARTTLS must succeed.</summary>
    public bool RequireTls { get; init; } = true;

    /// <summary>File with the certificates to trust, in PEM; null for those of the system.</summary>
    public string? CaFile { get; init; }

    /// <summary>Whether any certificate will do.</summary>
    public bool InsecureSkipVerify { get; init; }
}
