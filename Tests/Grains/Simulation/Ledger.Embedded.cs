using System.Collections.Immutable;
using Iskra.Channels;

namespace Iskra.Tests.Grains.Simulation;

/// <summary>What was acknowledged, checked against what is stored at the moment of the acknowledgement and at the end.</summary>
internal sealed class Ledger(FakeEventLog stored)
{
    private readonly Dictionary<(string Channel, string Id), long> _seqs = [];

    public int Count => _seqs.Count;

    /// <summary>Takes note of an acknowledgement.</summary>
    public void Acknowledged(string channel, ImmutableArray<EventDraft> drafts, AppendResult result)
    {
        Assert.Equal(drafts.Length, result.Seqs.Length);
        if (ChannelName.KindOf(channel) != ChannelKind.Log)
        {
            return;
        }

        var events = stored.Events(channel);
        Assert.Equal(stored.Head(channel).Epoch, result.Epoch);
        for (var i = 0; i < drafts.Length; i++)
        {
            var seq = result.Seqs[i];
            Assert.True(seq <= events.Length && events[(int)seq - 1].Draft.Id == drafts[i].Id, $"{drafts[i].Id} is not stored as {seq}.");
            Assert.True(_seqs.TryAdd((channel, drafts[i].Id), seq) || _seqs[(channel, drafts[i].Id)] == seq, $"{drafts[i].Id} has two numbers.");
        }
    }

    /// <summary>The log is contiguous, no id is twice in it, and everything acknowledged is where it was said to be.</summary>
    public void Check(string channel)
    {
        var events = stored.Events(channel);
        Assert.Equal(Enumerable.Range(1, events.Length).Select(i => (long)i), events.Select(e => e.Seq));
        Assert.Equal(events.Length, events.Select(e => e.Draft.Id).Distinct().Count());
        Assert.All(_seqs.Where(s => s.Key.Channel == channel), s => Assert.Equal(s.Key.Id, events[(int)s.Value - 1].Draft.Id));
    }
}
