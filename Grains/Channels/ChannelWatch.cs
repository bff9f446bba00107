using Iskra.Metrics;

namespace Iskra.Channels;

/// <summary>When the source of a channel is told that it is watched: metrics and the pulse publish only while they are.</summary>
/// <param name="channel">Name of the channel.</param>
internal sealed class ChannelWatch(string channel)
{
    private long? _toldUs;

    /// <summary>Whether the source must be told now: at once for the first watcher, afterwards at most once in <see cref="ChannelInterest.Renewal"/>.</summary>
    /// <param name="isFirst">Whether nobody watched before.</param>
    /// <param name="nowUs">Unix time in microseconds.</param>
    public bool IsDue(bool isFirst, long nowUs)
    {
        if (!isFirst && _toldUs is { } toldUs && nowUs < toldUs + ChannelInterest.Renewal.ToUs())
        {
            return false;
        }

        _toldUs = nowUs;
        return true;
    }

    /// <summary>Tells the source, if the channel has one.</summary>
    public Task TellAsync(IGrainFactory grains) => channel switch
    {
        ChannelName.Pulse => grains.GetGrain<IPulseGrain>(ChannelName.Pulse).Watch(ChannelInterest.Lease),
        _ when ChannelName.IsMetric(channel) => grains.GetGrain<IMetricGrain>(channel).Watch(ChannelInterest.Lease),
        _ => Task.CompletedTask,
    };
}
