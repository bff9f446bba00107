using Iskra.Channels;
using Iskra.Gateway.Fanout;
using Microsoft.Extensions.Logging.Abstractions;

namespace Iskra.Tests.Unit.Fanout;

/// <summary>How much of a replay a subscriber is given without being asked for room.</summary>
public sealed class ReplayRoomTests : IAsyncDisposable
{
    private const string Channel = "log/test";
    private readonly FakeChannelSource _source = new();
    private readonly ChannelHubs _hubs;

    public ReplayRoomTests() => _hubs = new ChannelHubs(_source, new ManualTime(), NullLogger<ChannelHub>.Instance);

    public ValueTask DisposeAsync() => _hubs.DisposeAsync();

    [Theory]
    [InlineData(10, 1)]
    [InlineData(31, 1)]
    [InlineData(33, 1)]
    [InlineData(200, 1)]
    [InlineData(20, 500)]
    [InlineData(20, 5_000)]
    [InlineData(40, 50_000)]
    public async Task The_end_of_a_replay_never_takes_more_room_than_was_asked_for(int count, int weight)
    {
        await _hubs.JoinAsync(Channel, new RecordingSubscriber(), null, CancellationToken.None);
        _source.Send(_source.Append(count, data: $"\"{new string('x', weight)}\""));
        var subscriber = new Meter();
        await _hubs.JoinAsync(Channel, subscriber, new ChannelPosition("epoch-1", 0), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(count, subscriber.Seq);
        Assert.InRange(subscriber.MostFrames, 1, ChannelHub.MaxTailEvents);
        Assert.True(subscriber.MostFrames == 1 || subscriber.MostBytes <= ChannelHub.MaxTailBytes);
    }

    private sealed class Meter : ISubscriber
    {
        private int _frames;
        private int _bytes;

        public int MostFrames { get; private set; }

        public int MostBytes { get; private set; }

        public long Seq { get; private set; }

        public int Slot { get; set; } = -1;

        public bool HasRoom
        {
            get
            {
                (_frames, _bytes) = (0, 0);
                return true;
            }
        }

        public bool Deliver(EncodedBatch batch) => throw new InvalidOperationException("Nothing happens meanwhile.");

        public void Replay(EncodedEvent item)
        {
            Assert.Equal(Seq + 1, item.Seq);
            Seq = item.Seq;
            MostFrames = Math.Max(MostFrames, ++_frames);
            MostBytes = Math.Max(MostBytes, _bytes += item.Frame.Length);
        }

        public void Begin(ChannelPosition position) => Assert.Equal(Seq, position.Seq);

        public ValueTask<bool> RoomAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("There is room.");
    }
}
