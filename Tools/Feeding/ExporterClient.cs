using Iskra.Tools.Exposition;

namespace Iskra.Tools.Feeding;

/// <summary>Fetches what a Prometheus exporter shows.</summary>
internal sealed class ExporterClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly ExpositionLimits _limits;

    /// <summary>Makes a client.</summary>
    /// <param name="address">Address of the exporter, path included.</param>
    /// <param name="limit">Longest wait for an answer.</param>
    /// <param name="limits">How much of an answer is taken.</param>
    public ExporterClient(Uri address, TimeSpan limit, ExpositionLimits limits)
    {
        _address = address;
        _limits = limits;
        var handler = new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.GZip };
        _http = new HttpClient(handler) { Timeout = limit, MaxResponseContentBufferSize = limits.Bytes };
        _http.DefaultRequestHeaders.Add("Accept", "text/plain;version=0.0.4");
    }

    /// <summary>Fetches and reads one answer.</summary>
    /// <exception cref="HttpRequestException">The exporter cannot be reached, answers with an error, or with too much.</exception>
    /// <exception cref="ExpositionException">The answer is not in the exposition format.</exception>
    public async Task<ExpositionSnapshot> FetchAsync(CancellationToken cancellation)
    {
        using var answer = await _http.GetAsync(_address, cancellation);
        answer.EnsureSuccessStatusCode();
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        var openMetrics = answer.Content.Headers.ContentType?.MediaType == "application/openmetrics-text";
        return ExpositionParser.Parse(text, _limits, openMetrics);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
