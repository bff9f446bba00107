using System.Buffers;
using System.Text;
using Iskra.Gateway.Fanout;
using Iskra.Gateway.Sessions;

namespace Iskra.Tests.Unit.Sessions;

/// <summary>A connection whose writes end when the test says so; what is written is one line for each entry.</summary>
internal sealed class FakeTransport : IOutboxTransport
{
    private TaskCompletionSource? _blocked;

    internal List<string> Writes { get; } = [];

    internal IEnumerable<string> Lines => Writes.SelectMany(static write => write.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    internal bool HasShared { get; init; } = true;

    internal bool IsOverflowed { get; private set; }

    internal Exception? Failure { get; private set; }

    internal long LastMark { get; private set; }

    public ReadOnlyMemory<byte> Shared(EncodedBatch batch) =>
        HasShared ? Encoding.UTF8.GetBytes(string.Concat(batch.Events.Select(static item => Line(item)))) : default;

    public void Render(ReadOnlySpan<OutboxEntry> entries, IBufferWriter<byte> output)
    {
        foreach (var entry in entries)
        {
            var line = entry.Kind == OutboxEntryKind.Event ? Line(entry.Event) : Encoding.UTF8.GetString(entry.Bytes.Span) + "\n";
            output.Write(Encoding.UTF8.GetBytes(line));
        }
    }

    public byte[]? CreateMark(long number)
    {
        LastMark = number;
        return Encoding.UTF8.GetBytes($"mark {number}");
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        Writes.Add(Encoding.UTF8.GetString(bytes.Span));
        return _blocked is null ? ValueTask.CompletedTask : new ValueTask(_blocked.Task);
    }

    public void Overflowed() => IsOverflowed = true;

    public void Failed(Exception problem) => Failure = problem;

    internal void Block() => _blocked = new TaskCompletionSource();

    internal void Unblock()
    {
        var blocked = _blocked;
        _blocked = null;
        blocked?.SetResult();
    }

    internal void Break()
    {
        var blocked = _blocked;
        _blocked = null;
        blocked?.SetException(new IOException("reset"));
    }

    private static string Line(EncodedEvent item) => $"{item.Channel} {item.Seq}\n";
}
