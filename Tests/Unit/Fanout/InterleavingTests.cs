using Iskra.Channels;
using Iskra.Gateway.Fanout;
using Microsoft.Extensions.Logging.Abstractions;

namespace Iskra.Tests.Unit.Fanout;

/// <summary>
/// Whatever the order in which things happen – publishing, joining, leaving, a stream that loses, doubles and reorders, reads that
/// fail, logs that start over or forget – every subscriber gets the next event or is told, and all converge once the faults end.
/// </summary>
public sealed class InterleavingTests
{
    private const string Channel = "log/test";

    [Theory]
    [InlineData(1)]
    [InlineData(1_001)]
    [InlineData(2_001)]
    public void Every_interleaving_is_contiguous_or_told(int firstSeed)
    {
        for (var seed = firstSeed; seed < firstSeed + 200; seed++)
        {
            Run(seed);
        }
    }

    private static void Run(int seed)
    {
        var world = new World(seed);
        world.Scheduler.Run(world.LiveAsync, () => world.Time.Advance(TimeSpan.FromMilliseconds(50)));
        Assert.True(world.Faults.Count == 0, $"Seed {seed}: {string.Join("; ", world.Faults.Take(5))}");
    }

    private sealed class World : IAsyncDisposable
    {
        private readonly FakeChannelSource _source = new();
        private readonly ChannelHubs _hubs;
        private readonly List<RecordingSubscriber> _live = [];
        private readonly HashSet<RecordingSubscriber> _all = [];
        private bool _isFaulty = true;
        private int _epoch = 1;

        internal World(int seed)
        {
            Scheduler = new RandomScheduler(seed);
            _hubs = new ChannelHubs(_source, Time, NullLogger<ChannelHub>.Instance);
            _source.Before = name => Scheduler.LaterAsync(() =>
                _isFaulty && name is "read" or "head" or "snapshot" && Scheduler.Random.Next(10) == 0
                    ? new RefusedException(ErrorCode.Timeout, "lost")
                    : null);
        }

        internal RandomScheduler Scheduler { get; }

        internal ManualTime Time { get; } = new();

        internal List<string> Faults { get; } = [];

        internal async Task LiveAsync()
        {
            var publishing = PublishAsync();
            var watching = Enumerable.Range(0, 6).Select(_ => WatchAsync()).ToArray();
            await publishing;
            await Task.WhenAll(watching);
            await HealAsync();
            foreach (var subscriber in _all)
            {
                Faults.AddRange(subscriber.Faults);
            }

            await DisposeAsync();
        }

        public ValueTask DisposeAsync() => _hubs.DisposeAsync();

        private async Task PublishAsync()
        {
            var random = Scheduler.Random;
            for (var i = 0; i < 60; i++)
            {
                await Scheduler.LaterAsync(static () => null);
                switch (random.Next(40))
                {
                    case 0:
                        _source.StartOver($"epoch-{++_epoch}");
                        break;
                    case 1:
                        _source.KeepAfter(Math.Max(0, _source.Position.Seq - random.Next(5)));
                        break;
                    default:
                        Stream(_source.Append(random.Next(1, 5)));
                        break;
                }
            }
        }

        /// <summary>The scheduler reorders by itself, because each batch is a step of its own.</summary>
        private void Stream(ChannelBatch batch)
        {
            var copies = Scheduler.Random.Next(10) switch { 0 or 1 => 0, 2 => 2, _ => 1 };
            for (var i = 0; i < copies; i++)
            {
                Scheduler.Add(() => _source.Send(batch));
            }
        }

        private async Task WatchAsync()
        {
            ChannelPosition? seen = null;
            for (var visit = 0; visit < 5; visit++)
            {
                var from = Scheduler.Random.Next(8) switch
                {
                    0 => new ChannelPosition("epoch-0", 3),
                    1 => new ChannelPosition(_source.Epoch, _source.Position.Seq + 2),
                    2 => null,
                    _ => seen,
                };
                var subscriber = new RecordingSubscriber(from);
                _all.Add(subscriber);
                if (!await TryJoinAsync(subscriber, from))
                {
                    continue;
                }

                _live.Add(subscriber);
                for (var i = Scheduler.Random.Next(30); i > 0; i--)
                {
                    await Scheduler.LaterAsync(static () => null);
                }

                if (visit < 4)
                {
                    _hubs.Leave(Channel, subscriber);
                    _live.Remove(subscriber);
                    seen = subscriber.Position;
                }
            }
        }

        private async Task<bool> TryJoinAsync(RecordingSubscriber subscriber, ChannelPosition? from)
        {
            try
            {
                await _hubs.JoinAsync(Channel, subscriber, from, CancellationToken.None);
                return true;
            }
            catch (RefusedException)
            {
                return false;
            }
        }

        private async Task HealAsync()
        {
            _isFaulty = false;
            Stream(_source.Append());
            for (var i = 0; i < 2_000 && !_live.All(subscriber => subscriber.Position == _source.Position); i++)
            {
                Time.Advance(TimeSpan.FromMilliseconds(100));
                for (var step = 0; step < 20; step++)
                {
                    await Scheduler.LaterAsync(static () => null);
                }
            }

            foreach (var subscriber in _live.Where(subscriber => subscriber.Position != _source.Position))
            {
                Faults.Add($"{subscriber.Position} never reached {_source.Position}");
            }
        }
    }
}
