using System.Text.Json;
using Iskra.Gateway.Protocol;

namespace Iskra.Tests.Gateway.Transports;

/// <summary>Follows channels by server-sent events, as an EventSource does.</summary>
internal sealed class SseReader : IEventReader
{
    private readonly CancellationTokenSource _life = new(Bound.Life);
    private readonly Queue<(string Id, JsonElement Event)> _events = new();
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;
    private readonly string[] _channels;
    private string _cursor;

    private SseReader(HttpResponseMessage response, Stream body, string[] channels, string? cursor) =>
        (_response, _lines, _channels, _cursor) = (response, new StreamReader(body), channels, cursor ?? "");

    /// <summary>The first event, which names the session.</summary>
    internal JsonElement Established { get; private set; }

    internal static async Task<SseReader> OpenAsync(GatewayHost host, string[] channels, string? cursor, string? types)
    {
        using var bound = Bound.Start();
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v2/events/stream?channels={string.Join(',', channels)}{(types is null ? "" : "&types=" + types)}");
        if (cursor is not null) request.Headers.Add("Last-Event-ID", cursor);
        var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, bound.Token);
        response.EnsureSuccessStatusCode();
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var reader = new SseReader(response, await response.Content.ReadAsStreamAsync(bound.Token), channels, cursor);
        reader.Established = (await reader.ReadBlockAsync()).Event!.Value;
        Assert.Equal("connection_established", reader.Established.GetProperty("type").GetString());

        // Without a cursor it has begun once the ids hold the channels.
        while (cursor is null && !reader.HasBegun()) reader.Keep(await reader.ReadBlockAsync());
        return reader;
    }

    public async Task<JsonElement> NextAsync()
    {
        while (_events.Count == 0) Keep(await ReadBlockAsync());
        var (id, item) = _events.Dequeue();
        _cursor = id;
        return item;
    }

    public Task<string> CursorAsync() => Task.FromResult(_cursor);

    public ValueTask DisposeAsync()
    {
        _lines.Dispose();
        _response.Dispose();
        _life.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>One block: an id, and an event unless it only moves the position.</summary>
    internal async Task<(string? Id, JsonElement? Event)> ReadBlockAsync()
    {
        using var bound = Bound.Start(_life.Token);
        string? id = null;
        JsonElement? item = null;
        while (true)
        {
            var line = await _lines.ReadLineAsync(bound.Token);
            Assert.NotNull(line);
            if (line.Length == 0) return (id, item);
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) item = JsonSerializer.Deserialize<JsonElement>(line[6..]);
            else Assert.StartsWith(":", line, StringComparison.Ordinal);
        }
    }

    private bool HasBegun() => Cursor.TryDecode(_cursor, out var positions) && _channels.All(positions.ContainsKey);

    private void Keep((string? Id, JsonElement? Event) block)
    {
        if (block.Event is not { } item)
        {
            if (block.Id is not null && _events.Count == 0) _cursor = block.Id;
        }
        else if (item.TryGetProperty("channel", out var channel) && _channels.Contains(channel.GetString()))
        {
            _events.Enqueue((block.Id!, item));
        }
    }
}
