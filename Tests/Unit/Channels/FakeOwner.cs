using Iskra.Channels;

namespace Iskra.Tests.Unit.Channels;

/// <summary>Remembers what a durable log told its owner.</summary>
internal sealed class FakeOwner : IDurableChannelOwner
{
    public List<long> CommittedAfter { get; } = [];

    public List<TimeSpan> Wakes { get; } = [];

    public int Moves { get; private set; }

    public void Committed(long afterSeq) => CommittedAfter.Add(afterSeq);

    public void Moved() => Moves++;

    public void WakeAfter(TimeSpan delay) => Wakes.Add(delay);
}
