using System.Collections.Immutable;

namespace Iskra.Delta;

/// <summary>A class of errors (domain section 6).</summary>
/// <param name="Name">For example <c>CONNECTION_TIMEOUT</c>.</param>
/// <param name="Matches">Words of which one must occur in the message or the type of the error; none for the class of all others.</param>
/// <param name="Severity"><c>CRITICAL</c>, <c>HIGH</c> or <c>MEDIUM</c>.</param>
/// <param name="Action">What is to be done.</param>
/// <param name="Delta">What changed by it.</param>
public sealed record ErrorClass(string Name, ImmutableArray<string> Matches, string Severity, string Action, string Delta)
{
    /// <summary>The classes in the order in which they are tried.</summary>
    public static ImmutableArray<ErrorClass> All { get; } =
    [
        new("CONNECTION_TIMEOUT", ["timeout"], "HIGH", "reconnect", "connection_timeout"),
        new("AUTHENTICATION_FAILED", ["auth", "unauthorized", "401"], "CRITICAL", "reauthenticate", "auth_failed"),
        new("SERVER_OVERLOAD", ["overload", "too many requests", "429"], "MEDIUM", "backoff", "server_overload"),
        new("NETWORK_ERROR", ["network", "connection reset", "connection refused"], "HIGH", "reconnect", "network_error"),
        new("PROTOCOL_ERROR", ["protocol", "malformed"], "MEDIUM", "retry", "protocol_error"),
        new("UNKNOWN", [], "MEDIUM", "log_and_continue", "unknown_error"),
    ];

    /// <summary>The class of the error of an event: by its message, or its type, which are the event and the code together.</summary>
    public static ErrorClass Of(DeltaOccurrence occurrence)
    {
        ArgumentNullException.ThrowIfNull(occurrence);
        return All.First(candidate => candidate.Matches.IsEmpty || candidate.Matches.Any(word =>
            Contains(occurrence.ErrorMessage, word) || Contains(occurrence.ErrorCode, word) || Contains(occurrence.Event, word)));
    }

    private static bool Contains(string? text, string word) => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;
}
