namespace Iskra.Delta;

/// <summary>How a process reports.</summary>
/// <param name="Source">Its name in records: id of the gateway or silo.</param>
public sealed record DeltaOptions(string Source);
