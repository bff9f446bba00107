using System.Text.Json;
using Iskra.Tests.Gateway.Transports;

namespace Iskra.Tests.Gateway.Live;

/// <summary>A stream of server-sent events, line by line.</summary>
internal sealed class SseLines : IDisposable
{
    private readonly HttpClient _http;
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private SseLines(HttpClient http, HttpResponseMessage response, Stream body) => (_http, _response, _lines) = (http, response, new StreamReader(body));

    internal string? LastId { get; private set; }

    internal static async Task<SseLines> OpenAsync(Uri address, string? lastEventId = null)
    {
        using var bound = Bound.Start();
        var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, bound.Token);
        response.EnsureSuccessStatusCode();
        return new SseLines(http, response, await response.Content.ReadAsStreamAsync(bound.Token));
    }

    /// <summary>The next line; null at the end.</summary>
    internal async Task<string?> LineAsync()
    {
        using var bound = Bound.Start();
        var line = await _lines.ReadLineAsync(bound.Token);
        if (line?.StartsWith("id: ", StringComparison.Ordinal) == true)
        {
            LastId = line[4..];
        }

        return line;
    }

    /// <summary>The next event of a type.</summary>
    internal async Task<JsonElement> EventAsync(string type)
    {
        while (await LineAsync() is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal)
                && JsonDocument.Parse(line[6..]).RootElement is var item && item.GetProperty("type").GetString() == type)
            {
                return item;
            }
        }

        throw new InvalidOperationException($"The stream ended before an event of type {type}.");
    }

    /// <summary>Reads until the stream tells its cursor without an event: everything asked for is followed from here on.</summary>
    internal async Task BegunAsync()
    {
        var wasId = false;
        while (await LineAsync() is { } line)
        {
            if (wasId && line.Length == 0)
            {
                return;
            }

            wasId = line.StartsWith("id: ", StringComparison.Ordinal);
        }

        throw new InvalidOperationException("The stream ended before it had begun.");
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
        _http.Dispose();
    }
}
