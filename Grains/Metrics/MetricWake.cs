using Iskra.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Iskra.Metrics;

/// <summary>
/// Wakes the declared metrics when a process has started: a change of state that was stored when the process before it died is
/// announced now, and not with the next sample or viewer.
/// </summary>
/// <param name="grains">The way to the grains.</param>
/// <param name="lifetime">Says when the process has started.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where failed tries are noted.</param>
public sealed class MetricWake(IGrainFactory grains, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<MetricWake> logger)
    : WakeService(lifetime, time, logger)
{
    /// <inheritdoc />
    protected override string Woken => "The metrics";

    /// <inheritdoc />
    protected override Task WakeAsync() => grains.GetGrain<IPulseGrain>(ChannelName.Pulse).Current();
}
