namespace Iskra.Alerts;

/// <summary>One way by which a receiver is told.</summary>
public abstract record ReceiverIntegration
{
    /// <summary>Its name within the receiver: kind and place, for example <c>slack[0]</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Which way it is.</summary>
    public abstract IntegrationKind Kind { get; }

    /// <summary>Whether it is told that alerts have ended.</summary>
    public required bool SendResolved { get; init; }

    /// <summary>How HTTP requests are made; ignored for e-mail.</summary>
    public HttpSettings Http { get; init; } = HttpSettings.Default;
}
