namespace Iskra.Alerts;

/// <summary>What becomes of silences when one is posted.</summary>
/// <param name="Replaced">The silence that ends because another takes its place; null for none.</param>
/// <param name="Put">The silence to keep.</param>
/// <param name="IsNew">Whether <paramref name="Put"/> is a new one.</param>
public sealed record SilenceDecision(Silence? Replaced, Silence Put, bool IsNew);
