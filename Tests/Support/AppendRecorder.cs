using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Threading.Channels;
using Iskra.Channels;

namespace Iskra.Tests;

/// <summary>
/// Sees what is appended to the channels of all silos, in order, and lets a test refuse appends. Who does not hear in time that an
/// event was appended appends it again under the same id, which the channel knows; so it is the same event here too.
/// </summary>
public sealed class AppendRecorder : IIncomingGrainCallFilter
{
    private readonly ConcurrentDictionary<string, Channel<EventDraft>> _appends = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Channel, string Id), bool> _known = new();

    /// <summary>The exception with which an append to a channel fails before it happens, or null.</summary>
    public Func<string, Exception?>? Refuse { get; set; }

    /// <summary>How many events have been appended to a channel, each counted once.</summary>
    public int CountOf(string channel) => _counts.GetValueOrDefault(channel);

    /// <summary>The next event on a channel that the test has not taken yet; waits for it.</summary>
    public Task<EventDraft> NextAsync(string channel) =>
        Of(channel).Reader.ReadAsync().AsTask().WaitAsync(Eventually.Patience);

    /// <summary>The payload of the next event on a channel; waits for it.</summary>
    public async Task<string> NextDataAsync(string channel) => Encoding.UTF8.GetString((await NextAsync(channel)).Data.Span);

    /// <inheritdoc/>
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType != typeof(IChannelGrain) || context.InterfaceMethod.Name != nameof(IChannelGrain.Append))
        {
            await context.Invoke();
            return;
        }

        var channel = context.TargetId.Key.ToString()!;
        var drafts = (ImmutableArray<EventDraft>)context.Request.GetArgument(0)!;
        if (Refuse?.Invoke(channel) is { } refusal) throw refusal;
        await context.Invoke();
        foreach (var draft in drafts)
        {
            if (!_known.TryAdd((channel, draft.Id), true)) continue;
            _counts.AddOrUpdate(channel, 1, (_, count) => count + 1);
            Of(channel).Writer.TryWrite(draft);
        }
    }

    private Channel<EventDraft> Of(string channel) => _appends.GetOrAdd(channel, _ => Channel.CreateUnbounded<EventDraft>());
}
