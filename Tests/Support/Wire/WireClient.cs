using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Iskra.Tests.Wire;

/// <summary>A WebSocket client that knows the wire protocol and nothing of the code behind it. Frames it has not asked for are kept.</summary>
public sealed class WireClient : IAsyncDisposable
{
    private static readonly TimeSpan Bound = Eventually.Patience;
    private readonly ClientWebSocket _socket = new();
    private readonly List<JsonElement> _kept = [];
    private readonly byte[] _buffer = new byte[64 * 1_024];
    private int _ref;

    private WireClient()
    {
    }

    /// <summary>How long the connect took, up to and including the first frame.</summary>
    public TimeSpan Connected { get; private set; }

    /// <summary>The first frame, <c>connection_established</c>.</summary>
    public JsonElement Established { get; private set; }

    public string Session => Established.GetProperty("session").GetString()!;

    /// <summary>The newest cursor that the server gave.</summary>
    public string? Cursor { get; private set; }

    public WebSocketState State => _socket.State;

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    /// <summary>Frames that have arrived and nobody has taken.</summary>
    public IReadOnlyList<JsonElement> Kept => _kept;

    public static async Task<WireClient> ConnectAsync(Uri address, Action<ClientWebSocketOptions>? options = null)
    {
        var client = new WireClient();
        try
        {
            options?.Invoke(client._socket.Options);
            var clock = Stopwatch.StartNew();
            using var bound = new CancellationTokenSource(Bound);
            await client._socket.ConnectAsync(address, bound.Token);
            client.Established = await client.ReadAsync(bound.Token) ?? throw new InvalidOperationException($"Closed at once: {client.CloseStatus} {client.CloseReason}");
            client.Connected = clock.Elapsed;
            return TypeOf(client.Established) == "connection_established"
                ? client
                : throw new InvalidOperationException($"Refused: {client.Established}");
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public Task SendAsync(byte[] message, WebSocketMessageType kind) => _socket.SendAsync(message, kind, true, CancellationToken.None);

    /// <summary>Sends a frame with a <c>ref</c> and waits for the reply that repeats it.</summary>
    /// <param name="frame">The frame as JSON; it has no <c>ref</c>.</param>
    public async Task<JsonElement> AskAsync(string frame)
    {
        var reference = ++_ref;
        await SendAsync($"{frame[..^1]},\"ref\":{reference}}}");
        return await UntilAsync(reply => reply.TryGetProperty("ref", out var value) && value.ValueKind == JsonValueKind.Number && value.GetInt32() == reference);
    }

    /// <summary>The same, with the time it took.</summary>
    public async Task<(JsonElement Reply, TimeSpan Took)> TimeAsync(string frame)
    {
        var clock = Stopwatch.StartNew();
        var reply = await AskAsync(frame);
        return (reply, clock.Elapsed);
    }

    /// <summary>Waits for a frame of a type.</summary>
    public Task<JsonElement> NextAsync(string type, TimeSpan? bound = null) => UntilAsync(frame => TypeOf(frame) == type, bound);

    /// <summary>Waits for a frame; the ones before it are kept.</summary>
    public async Task<JsonElement> UntilAsync(Func<JsonElement, bool> wanted, TimeSpan? bound = null)
    {
        var kept = _kept.FindIndex(frame => wanted(frame));
        if (kept >= 0)
        {
            var found = _kept[kept];
            _kept.RemoveAt(kept);
            return found;
        }

        using var stop = new CancellationTokenSource(bound ?? Bound);
        while (await ReadAsync(stop.Token) is { } frame)
        {
            if (wanted(frame))
            {
                return frame;
            }

            _kept.Add(frame);
        }

        throw new InvalidOperationException($"Closed: {CloseStatus} {CloseReason}; kept: {string.Join('\n', _kept.TakeLast(5))}");
    }

    /// <summary>Reads what arrives for a span of time into <see cref="Kept"/>.</summary>
    public async Task ListenAsync(TimeSpan span)
    {
        // A cancelled receive aborts the socket, so the end of the span is marked by a frame of our own.
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < span)
        {
            var reply = await AskAsync("""{"type":"ping"}""");
            Debug.Assert(TypeOf(reply) == "pong", "A ping is answered by a pong.");
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Waits until the server closes.</summary>
    public async Task<int> ClosedAsync(TimeSpan? bound = null)
    {
        using var stop = new CancellationTokenSource(bound ?? Bound);
        while (await ReadAsync(stop.Token) is { } frame)
        {
            _kept.Add(frame);
        }

        return (int)(CloseStatus ?? 0);
    }

    /// <summary>Cuts the connection without a word, as a lost network does.</summary>
    public void Cut() => _socket.Abort();

    public static string TypeOf(JsonElement frame) => frame.TryGetProperty("type", out var type) ? type.GetString()! : string.Empty;

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<JsonElement?> ReadAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            message.Write(_buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                using var document = JsonDocument.Parse(message.ToArray());
                var frame = document.RootElement.Clone();
                Cursor = frame.TryGetProperty("cursor", out var cursor) ? cursor.GetString() : Cursor;
                return frame;
            }
        }
    }
}
