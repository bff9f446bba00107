using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Iskra.Tests.Scenarios;

/// <summary>
/// Stands between Prometheus and Iskra, passes what Prometheus posts on, and notes when it came. It also is the exporter that
/// Prometheus scrapes: one metric, <c>iskra_test_switch</c>.
/// </summary>
internal sealed class AlertRelay : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Uri _target;
    private readonly Task _serving;
    private long _firingAt;
    private long _resolvedAt;

    private AlertRelay(int port, Uri target)
    {
        (Port, _target) = (port, target);
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    internal int Port { get; }

    /// <summary>Value of the metric.</summary>
    internal int Switch { get; private set; }

    /// <summary>Statuses with which Iskra answered.</summary>
    internal List<int> Answers { get; } = [];

    /// <summary>When an alert that fires was first sent since the switch was turned, a timestamp of the stopwatch.</summary>
    internal long FiringAt => Interlocked.Read(ref _firingAt);

    /// <summary>When its end was first sent since then. What still fires is sent again every second meanwhile.</summary>
    internal long ResolvedAt => Interlocked.Read(ref _resolvedAt);

    internal static AlertRelay Start(int port, Uri target) => new(port, target);

    /// <summary>Turns the switch on (1) or off (0).</summary>
    internal void Turn(int value)
    {
        Interlocked.Exchange(ref _firingAt, 0);
        Interlocked.Exchange(ref _resolvedAt, 0);
        Switch = value;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
        _http.Dispose();
    }

    private static bool Fires(byte[] alerts)
    {
        using var json = JsonDocument.Parse(alerts);
        return json.RootElement.EnumerateArray().Any(alert => alert.GetProperty("endsAt").GetDateTimeOffset() > DateTimeOffset.UtcNow);
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception problem) when (problem is HttpListenerException or ObjectDisposedException)
            {
                // It was told to stop.
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var response = context.Response;
        if (context.Request.Url!.AbsolutePath == "/metrics")
        {
            await response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"iskra_test_switch {Switch}\n"));
            return;
        }

        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        Interlocked.CompareExchange(ref Fires(body.ToArray()) ? ref _firingAt : ref _resolvedAt, Stopwatch.GetTimestamp(), 0);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_target, context.Request.Url.AbsolutePath)) { Content = new ByteArrayContent(body.ToArray()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        using var answer = await _http.SendAsync(request);
        lock (Answers)
        {
            Answers.Add((int)answer.StatusCode);
        }

        response.StatusCode = (int)answer.StatusCode;
    }
}
