namespace Iskra.Bench.Cases;

/// <summary>What an <see cref="IntakeCase"/> measured.</summary>
/// <param name="SamplesPerSecond">Samples acknowledged in a second: each is in the store.</param>
/// <param name="CpuPerSampleUs">Processor time of the server per sample, in microseconds.</param>
internal sealed record IntakeResult(double SamplesPerSecond, double CpuPerSampleUs);
