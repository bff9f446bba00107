using System.Collections.Immutable;
using System.Diagnostics;
using Iskra.Channels;

namespace Iskra.Gateway.Observability;

/// <summary>An event log whose appends are spans; a group commit is a span of the event that came first.</summary>
internal sealed class TracedEventLog(IEventLog inner) : IEventLog, IAsyncDisposable
{
    public Task<ChannelPosition> OpenAsync(string channel, CancellationToken cancellationToken) => inner.OpenAsync(channel, cancellationToken);

    public async Task<bool> AppendAsync(string channel, ChannelPosition head, ImmutableArray<ChannelEvent> events, CancellationToken cancellationToken)
    {
        var trace = events.FirstOrDefault(static item => item.Draft.Trace is not null)?.Draft.Trace;
        using var span = trace is not null && ActivityContext.TryParse(trace, null, isRemote: true, out var parent)
            ? IskraTracing.Source.StartActivity("append events", ActivityKind.Client, parent)
            : null;
        span?.SetTag("iskra.channel", channel);
        span?.SetTag("iskra.events", events.Length);
        return await inner.AppendAsync(channel, head, events, cancellationToken);
    }

    public Task<ImmutableArray<ChannelEvent>> ReadAfterAsync(string channel, string epoch, long afterSeq, int limit, CancellationToken cancellationToken) =>
        inner.ReadAfterAsync(channel, epoch, afterSeq, limit, cancellationToken);

    public Task<ImmutableArray<ChannelEvent>> ReadBeforeAsync(string channel, string epoch, long beforeSeq, int limit, CancellationToken cancellationToken) =>
        inner.ReadBeforeAsync(channel, epoch, beforeSeq, limit, cancellationToken);

    public ValueTask DisposeAsync() => Disposal.OfAsync(inner);
}
