using Iskra.Channels;
using Iskra.Gateway.Fanout;

namespace Iskra.Tests.Unit.Fanout;

/// <summary>A subscriber that notes what it gets and complains about anything that is not the next event or a snapshot.</summary>
internal sealed class RecordingSubscriber(ChannelPosition? from = null) : ISubscriber
{
    private readonly Queue<TaskCompletionSource<bool>> _waiting = new();

    internal ChannelPosition? Position { get; private set; } = from;

    internal List<EncodedEvent> Events { get; } = [];

    internal List<string> Faults { get; } = [];

    internal int Snapshots { get; private set; }

    internal bool IsLive { get; private set; }

    internal IEnumerable<long> Seqs => Events.Select(static item => item.Seq);

    internal bool IsWaiting => _waiting.Count > 0;

    public int Slot { get; set; } = -1;

    public bool HasRoom { get; set; } = true;

    public bool Deliver(EncodedBatch batch)
    {
        foreach (var item in batch.Events)
        {
            Take(item);
        }

        return true;
    }

    public void Replay(EncodedEvent item) => Take(item);

    public void Begin(ChannelPosition position)
    {
        if (Position is { } own && own != position)
        {
            Faults.Add($"begins at {position}, but has {own}");
        }

        Position = position;
        IsLive = true;
    }

    public ValueTask<bool> RoomAsync(CancellationToken cancellationToken)
    {
        var room = new TaskCompletionSource<bool>();
        _waiting.Enqueue(room);
        return new ValueTask<bool>(room.Task.WaitAsync(cancellationToken));
    }

    internal void MakeRoom(bool isThere = true)
    {
        HasRoom = true;
        while (_waiting.TryDequeue(out var room))
        {
            room.SetResult(isThere);
        }
    }

    private void Take(EncodedEvent item)
    {
        Events.Add(item);
        if (item.IsSnapshot)
        {
            Snapshots++;
        }
        else if (Position is not { } own || own.Epoch != item.Epoch || own.Seq + 1 != item.Seq)
        {
            Faults.Add($"got {item.Position} after {Position}");
        }

        Position = item.Position;
    }
}
