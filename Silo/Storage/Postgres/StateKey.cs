namespace Iskra.Silo.Storage.Postgres;

/// <summary>The primary key of table <c>grain_state</c>.</summary>
internal readonly record struct StateKey(string GrainType, string GrainKey, string StateName)
{
    public static StateKey Of(string stateName, GrainId grainId) => new(grainId.Type.ToString()!, grainId.Key.ToString()!, stateName);
}
