namespace Iskra.Channels;

/// <summary>The ids of the last events of a channel, by which a repeated append is recognised.</summary>
/// <param name="capacity">How many of the last events count.</param>
public sealed class EventIdWindow(int capacity = EventIdWindow.DefaultCapacity)
{
    /// <summary>How many of the last events of a channel count (<see cref="EventDraft.Id"/>).</summary>
    public const int DefaultCapacity = 1_000;

    private readonly Queue<(string Id, long Seq)> _order = new();
    private readonly Dictionary<string, long> _seqs = new(StringComparer.Ordinal);

    /// <summary>How many ids are held.</summary>
    public int Count => _order.Count;

    /// <summary>The number of the event with this id, if it is among the last <c>capacity</c> events before <paramref name="nextSeq"/>.</summary>
    public bool TryFind(string id, long nextSeq, out long seq) =>
        _seqs.TryGetValue(id, out seq) && seq >= nextSeq - capacity;

    /// <summary>Adds the id of the next event.</summary>
    public void Add(string id, long seq)
    {
        _order.Enqueue((id, seq));
        _seqs[id] = seq;
        if (_order.Count > capacity)
        {
            var (oldId, oldSeq) = _order.Dequeue();
            if (_seqs[oldId] == oldSeq)
            {
                _seqs.Remove(oldId);
            }
        }
    }
}
