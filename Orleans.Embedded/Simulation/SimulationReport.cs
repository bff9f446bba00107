namespace Orleans.Simulation;

/// <summary>What a run was like.</summary>
/// <param name="Seed">What decided it.</param>
/// <param name="Steps">Turns that ran.</param>
/// <param name="Time">Virtual time that passed.</param>
/// <param name="TraceHash">Hash over all steps; two runs with the same seed have the same.</param>
public sealed record SimulationReport(long Seed, int Steps, TimeSpan Time, ulong TraceHash);
