namespace Iskra.Silo.Storage.Schema;

/// <summary>What a database offers beyond PostgreSQL itself; detected, never assumed.</summary>
/// <param name="Hypertables">TimescaleDB with its community features: hypertables, continuous aggregates, compression, policies.</param>
/// <param name="TimeBucket">A function <c>time_bucket(interval, timestamptz)</c> that an extension brings.</param>
public sealed record StoreFeatures(bool Hypertables, bool TimeBucket);
