using System.Globalization;
using System.Text;
using Iskra.Channels;

namespace Iskra.Alerts;

/// <summary>Shows the numbers of now on their channel.</summary>
internal static class AlertStatsDraft
{
    public static Task AppendAsync(IGrainFactory grains, AlertStats stats, DateTimeOffset now) => grains.GetGrain<IChannelGrain>(ChannelName.Stats).Append(
    [
        new EventDraft(
            string.Create(CultureInfo.InvariantCulture, $"stats-{now.UtcTicks}"),
            AlertEvent.Stats,
            now.ToUnixTimeMilliseconds(),
            BoardHandOver.Source,
            Encoding.UTF8.GetBytes(AlertJson.Of(stats))),
    ]);
}
