using System.Collections.Immutable;
using Iskra.Channels;

namespace Iskra.Tests.Unit.Channels;

/// <summary>A log that opens and otherwise fails in a way that no contract mentions.</summary>
internal sealed class FaultyLog : IEventLog
{
    public Task<ChannelPosition> OpenAsync(string channel, CancellationToken cancellationToken) =>
        Task.FromResult(new ChannelPosition("epoch", 0));

    public Task<bool> AppendAsync(
        string channel, ChannelPosition head, ImmutableArray<ChannelEvent> events, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A fault of the test.");

    public Task<ImmutableArray<ChannelEvent>> ReadAfterAsync(
        string channel, string epoch, long afterSeq, int limit, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A fault of the test.");

    public Task<ImmutableArray<ChannelEvent>> ReadBeforeAsync(
        string channel, string epoch, long beforeSeq, int limit, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A fault of the test.");
}
