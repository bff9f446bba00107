namespace Iskra.Notifications;

/// <summary>An entry of an outbox, as it is shown to people.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="ChangedAt">When it changed last.</param>
/// <param name="IsFiring">Whether it tells that something fires; otherwise that all of it has ended.</param>
public sealed record OutboxTrace(OutboxEntry Entry, DateTimeOffset ChangedAt, bool IsFiring);
