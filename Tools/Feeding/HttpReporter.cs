using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Iskra.Tools.Feeding;

/// <summary>Reports by <c>POST /api/v2/metrics</c>.</summary>
internal sealed class HttpReporter : ISampleReporter
{
    private const int MaxAnswerBytes = 64 << 10;

    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly string _source;

    /// <summary>Makes a reporter.</summary>
    /// <param name="address">The server, or the full address of its interface for samples.</param>
    /// <param name="token">A token, or null.</param>
    /// <param name="source">Source of the samples.</param>
    /// <param name="replyLimit">Longest wait for an acknowledgement.</param>
    public HttpReporter(Uri address, string? token, string source, TimeSpan replyLimit)
    {
        _address = address.AbsolutePath == "/" ? new Uri(address, "/api/v2/metrics") : address;
        _source = source;
        _http = new HttpClient { Timeout = replyLimit, MaxResponseContentBufferSize = MaxAnswerBytes };
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <inheritdoc/>
    public async Task ReportAsync(IReadOnlyList<FeedSample> samples, CancellationToken cancellation)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            SampleWriter.Write(writer, samples, _source);
        }

        using var content = new ReadOnlyMemoryContent(body.WrittenMemory);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await _http.PostAsync(_address, content, cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            var text = await answer.Content.ReadAsStringAsync(cancellation);
            throw new ReportRefusedException($"HTTP {(int)answer.StatusCode}: {text.ReplaceLineEndings(" ").Trim()}", RetryAfter(answer));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage answer) => answer.StatusCode switch
    {
        HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError =>
            TimeSpan.FromSeconds(Math.Clamp(answer.Headers.RetryAfter?.Delta?.TotalSeconds ?? 1, 0.1, 60)),
        _ => null,
    };
}
