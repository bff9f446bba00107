using Orleans.Streams;

namespace Orleans.Runtime;

/// <summary>Number of an event; events of one stream have ascending numbers, not consecutive ones.</summary>
internal sealed class StreamToken(long number) : StreamSequenceToken
{
    public override long SequenceNumber { get; protected set; } = number;

    public override int EventIndex { get; protected set; }

    public override bool Equals(StreamSequenceToken? other) => other is StreamToken && CompareTo(other) == 0;

    public override int CompareTo(StreamSequenceToken? other) => other is null ? 1 : SequenceNumber.CompareTo(other.SequenceNumber);
}
