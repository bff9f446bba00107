namespace Iskra.Gateway.Protocol;

/// <summary><c>metric_update</c>: one sample whose state is answered.</summary>
/// <param name="Ref">See <see cref="ClientFrame"/>.</param>
/// <param name="Sample">The sample.</param>
public sealed record MetricUpdateFrame(ReadOnlyMemory<byte> Ref, SampleInput Sample) : ClientFrame(Ref);
