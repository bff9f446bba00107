namespace Iskra.Alerts;

/// <summary>A silence and its state.</summary>
/// <param name="Silence">The silence.</param>
/// <param name="State">Its state when it was asked for.</param>
[GenerateSerializer, Immutable, Alias("iskra.silence-view")]
public sealed record SilenceView([property: Id(0)] Silence Silence, [property: Id(1)] SilenceState State);
