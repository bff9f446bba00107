using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>What an integration was told last about a group.</summary>
/// <param name="At">When that was decided.</param>
/// <param name="Firing">Fingerprints that it was told to fire, sorted.</param>
/// <param name="Resolved">Fingerprints that it was told to have ended, sorted.</param>
public sealed record GroupSent(DateTimeOffset At, ImmutableArray<string> Firing, ImmutableArray<string> Resolved);
