namespace Iskra.Silo.Storage.Postgres;

/// <summary>One state on its way to table <c>grain_state</c>.</summary>
/// <param name="Key">Which state.</param>
/// <param name="Json">The state in UTF-8.</param>
/// <param name="Etag">The etag that must be stored, or null when nothing may be stored.</param>
internal sealed record StateWrite(StateKey Key, ReadOnlyMemory<byte> Json, long? Etag);
