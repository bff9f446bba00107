using Orleans.Storage;

namespace Iskra.Silo.Storage;

/// <summary>What a grain hears whose stored state somebody else has changed.</summary>
internal static class GrainStateConflict
{
    public static InconsistentStateException Of(string stateName, GrainId grainId, string? stored, string? current) => new(
        $"State '{stateName}' of {grainId} is stored with etag {stored ?? "none"} and was to be changed with {current ?? "none"}; read it again.",
        stored ?? "none",
        current ?? "none");
}
