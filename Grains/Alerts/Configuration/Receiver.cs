using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>A receiver of alertmanager.yml: somebody who is told, by one or more integrations.</summary>
/// <param name="Name">Its name; routes and the roles of escalation chains refer to it.</param>
/// <param name="Integrations">How it is told; may be empty.</param>
public sealed record Receiver(string Name, ImmutableArray<ReceiverIntegration> Integrations);
