using System.Globalization;
using System.Text.Json;

namespace Iskra.Tests.Gateway.Transports;

/// <summary>Follows channels by polling.</summary>
internal sealed class PollReader : IEventReader
{
    private readonly Queue<JsonElement> _events = new();
    private readonly GatewayHost _host;
    private readonly string[] _channels;
    private readonly string? _types;
    private readonly int _timeoutSeconds;
    private string? _cursor;

    private PollReader(GatewayHost host, string[] channels, string? cursor, string? types, int timeoutSeconds) =>
        (_host, _channels, _cursor, _types, _timeoutSeconds) = (host, channels, cursor, types, timeoutSeconds);

    internal static async Task<PollReader> OpenAsync(GatewayHost host, string[] channels, string? cursor, string? types, int timeoutSeconds)
    {
        var reader = new PollReader(host, channels, cursor, types, timeoutSeconds);
        if (cursor is null) await reader.PollAsync();
        Assert.True(cursor is not null || reader._events.Count == 0);
        return reader;
    }

    public async Task<JsonElement> NextAsync()
    {
        // Plain polling comes again and again; each poll is bounded, and so is their number.
        await Eventually.TrueAsync(
            async () =>
            {
                if (_events.Count == 0) await PollAsync();
                return _events.Count > 0;
            },
            "a poll brought an event");
        return _events.Dequeue();
    }

    public Task<string> CursorAsync()
    {
        Assert.Empty(_events);
        return Task.FromResult(_cursor!);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task PollAsync()
    {
        using var bound = Bound.Start();

        // One event a poll, so that the cursor is that of the last one read.
        var address = string.Create(
            CultureInfo.InvariantCulture,
            $"/api/v2/events/poll?channels={string.Join(',', _channels)}&timeout={_timeoutSeconds}&limit=1{(_cursor is null ? "" : "&cursor=" + _cursor)}{(_types is null ? "" : "&types=" + _types)}");
        var answer = JsonSerializer.Deserialize<JsonElement>(await _host.Http.GetStringAsync(address, bound.Token));
        _cursor = answer.GetProperty("cursor").GetString();
        foreach (var item in answer.GetProperty("events").EnumerateArray()) _events.Enqueue(item);
    }
}
