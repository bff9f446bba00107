namespace Iskra.Gateway.Api;

/// <summary>A request to the Alertmanager API cannot be answered as it stands; carries the answer that says why.</summary>
/// <param name="answer">The answer.</param>
internal sealed class AlertmanagerFault(AlertmanagerAnswer answer) : Exception
{
    internal AlertmanagerAnswer Answer { get; } = answer;
}
