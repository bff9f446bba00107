namespace Iskra.Alerts;

/// <summary>Something that happens by time alone.</summary>
/// <param name="Kind">What.</param>
/// <param name="Key">To whom: fingerprint, id of a silence, key of a group.</param>
public readonly record struct Deadline(DeadlineKind Kind, string Key);
