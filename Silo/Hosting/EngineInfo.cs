namespace Iskra.Silo.Hosting;

/// <summary>Which engine runs the grains of this process.</summary>
/// <param name="Name"><c>embedded</c> or <c>orleans</c>.</param>
/// <param name="Version">Its version.</param>
public sealed record EngineInfo(string Name, string Version);
