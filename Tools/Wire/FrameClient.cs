using System.Buffers;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace Iskra.Tools.Wire;

/// <summary>A session on a server: sends requests, finds their replies among the frames, and always keeps reading.</summary>
internal sealed class FrameClient : IAsyncDisposable
{
    private readonly FrameSocket _socket;
    private readonly Action<JsonElement>? _onEvent;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<long, Pending> _pending = new();
    private readonly TaskCompletionSource<JsonElement> _established = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private long _lastRef;

    private FrameClient(FrameSocket socket, Action<JsonElement>? onEvent)
    {
        _socket = socket;
        _onEvent = onEvent;
    }

    private sealed record Pending(string ReplyType, TaskCompletionSource<JsonElement> Reply);

    /// <summary>Ends with the reason when the connection is gone.</summary>
    public Task<string> Closed => _closed.Task;

    /// <summary>The first frame of the server.</summary>
    public JsonElement Greeting { get; private set; }

    /// <summary>Connects and waits for <c>connection_established</c>.</summary>
    /// <param name="address">A <c>ws://</c> or <c>wss://</c> address.</param>
    /// <param name="token">A token, or null.</param>
    /// <param name="onEvent">Takes every frame that is not a reply; called one after another. Null drops them.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<FrameClient> ConnectAsync(Uri address, string? token, Action<JsonElement>? onEvent, CancellationToken cancellation)
    {
        var client = new FrameClient(await FrameSocket.ConnectAsync(address, token, cancellation), onEvent);
        client._reading = client.ReadAsync();
        try
        {
            client.Greeting = await client._established.Task.WaitAsync(cancellation);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a request and waits for its reply.</summary>
    /// <param name="type">Type of the request.</param>
    /// <param name="replyType">Type of the reply.</param>
    /// <param name="writeMembers">Writes the members other than <c>type</c> and <c>ref</c>; null for none.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="FrameException">The server answered with an error.</exception>
    /// <exception cref="WebSocketException">The connection is gone.</exception>
    public async Task<JsonElement> RequestAsync(string type, string replyType, Action<Utf8JsonWriter>? writeMembers, CancellationToken cancellation)
    {
        var reference = Interlocked.Increment(ref _lastRef);
        var pending = new Pending(replyType, new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously));
        _pending[reference] = pending;
        try
        {
            await _socket.SendAsync(Encode(type, reference, writeMembers), cancellation);
            var first = await Task.WhenAny(pending.Reply.Task, _closed.Task).WaitAsync(cancellation);
            return first == pending.Reply.Task
                ? await pending.Reply.Task
                : throw new WebSocketException("The connection was " + await _closed.Task);
        }
        finally
        {
            _pending.TryRemove(reference, out _);
        }
    }

    /// <summary>Closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await _socket.DisposeAsync();
        await _stopping.CancelAsync();
        await _reading;
        _stopping.Dispose();
    }

    private static ReadOnlyMemory<byte> Encode(string type, long reference, Action<Utf8JsonWriter>? writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            writer.WriteNumber("ref", reference);
            writeMembers?.Invoke(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private async Task ReadAsync()
    {
        var reason = "lost";
        try
        {
            while (await _socket.ReceiveAsync(_stopping.Token) is { } frame)
            {
                Dispatch(frame);
            }

            reason = _socket.CloseReason ?? "closed";
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            reason = _socket.CloseReason ?? "lost: " + exception.Message;
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or InvalidOperationException)
        {
            reason = "given up: the server sent something that is no frame: " + exception.Message;
        }

        _closed.TrySetResult(reason);
        _established.TrySetException(new WebSocketException("The connection was " + reason));
    }

    private void Dispatch(JsonElement frame)
    {
        var type = frame.GetProperty("type").GetString();
        if (type == "connection_established")
        {
            _established.TrySetResult(frame);
        }
        else if (Find(frame) is not { } pending)
        {
            if (type == "error" && !_established.Task.IsCompleted)
            {
                _established.TrySetException(ErrorOf(frame));
            }

            _onEvent?.Invoke(frame);
        }
        else if (type == "error")
        {
            pending.Reply.TrySetException(ErrorOf(frame));
        }
        else if (type == pending.ReplyType)
        {
            pending.Reply.TrySetResult(frame);
        }
    }

    private Pending? Find(JsonElement frame) =>
        frame.TryGetProperty("ref", out var reference)
        && reference.ValueKind == JsonValueKind.Number
        && reference.TryGetInt64(out var number)
        && _pending.TryGetValue(number, out var pending)
            ? pending
            : null;

    private static FrameException ErrorOf(JsonElement frame) => new(
        frame.TryGetProperty("code", out var code) ? code.GetString() ?? "" : "",
        frame.TryGetProperty("message", out var message) ? message.GetString() ?? "" : "",
        frame.TryGetProperty("retry_after", out var after) && after.ValueKind == JsonValueKind.Number ? after.GetDouble() : null);
}
