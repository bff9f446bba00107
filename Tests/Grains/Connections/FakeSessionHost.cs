using System.Threading.Channels;
using Iskra.Connections;

namespace Iskra.Tests.Grains.Connections;

/// <summary>A gateway as sessions see it.</summary>
internal sealed class FakeSessionHost : ISessionHost
{
    private readonly Channel<(string Session, long Generation)> _evictions = Channel.CreateUnbounded<(string, long)>();

    /// <summary>What <see cref="Handle"/> does; echoes unless said otherwise.</summary>
    public Func<ReadOnlyMemory<byte>, Task<ReadOnlyMemory<byte>>> OnHandle { get; set; } = Task.FromResult;

    /// <summary>What an eviction waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>How many evictions have not been taken.</summary>
    public int PendingEvictions => _evictions.Reader.Count;

    public Task<(string Session, long Generation)> NextEvictionAsync() =>
        _evictions.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

    public async Task Evict(string session, long generation)
    {
        await Gate;
        _evictions.Writer.TryWrite((session, generation));
    }

    public Task<ReadOnlyMemory<byte>> Handle(string session, ReadOnlyMemory<byte> frame) => OnHandle(frame);
}
