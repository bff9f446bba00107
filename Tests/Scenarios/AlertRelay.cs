using System.Diagnostics;
using System.Net;

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
    internal int Switch { get; set; }

    /// <summary>Statuses with which Iskra answered.</summary>
    internal List<int> Answers { get; } = [];

    /// <summary>When the first alert that fires was sent, a timestamp of the stopwatch.</summary>
    internal long FiringAt => Interlocked.Read(ref _firingAt);

    /// <summary>When its end was sent.</summary>
    internal long ResolvedAt => Interlocked.Read(ref _resolvedAt);

    internal static AlertRelay Start(int port, Uri target) => new(port, target);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
        _http.Dispose();
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
        Interlocked.CompareExchange(ref Switch == 1 ? ref _firingAt : ref _resolvedAt, Stopwatch.GetTimestamp(), 0);
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
