using System.Diagnostics;
using Iskra.Gateway.Fanout;

namespace Iskra.Gateway.Observability;

/// <summary>The last span of an event: from the hub to the connections of this gateway.</summary>
internal static class DeliverySpan
{
    /// <summary>Starts it under the span of the first traced event of a batch; null when none is traced.</summary>
    internal static Activity? Start(EncodedBatch batch, int subscribers)
    {
        if (!IskraTracing.Source.HasListeners()) return null;
        foreach (var item in batch.Events)
        {
            if (item.Trace is null || !ActivityContext.TryParse(item.Trace, null, isRemote: true, out var parent)) continue;
            var span = IskraTracing.Source.StartActivity("deliver", ActivityKind.Consumer, parent);
            span?.SetTag("iskra.channel", item.Channel);
            span?.SetTag("iskra.seq", item.Seq);
            span?.SetTag("iskra.subscribers", subscribers);
            return span;
        }

        return null;
    }
}
