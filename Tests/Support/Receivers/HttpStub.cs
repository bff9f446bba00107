using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Iskra.Tests.Receivers;

/// <summary>An HTTP server that answers as a test says, byte by byte if need be.</summary>
public sealed class HttpStub(TestCertificate? certificate = null) : RawServer
{
    private readonly ConcurrentQueue<HttpSeen> _seen = new();

    /// <summary>What it does once it has read a request.</summary>
    public Func<HttpSeen, Socket, Stream, CancellationToken, Task> Answer { get; set; } = (_, _, stream, token) => WriteAsync(stream, 200, "ok", token);

    public IReadOnlyList<HttpSeen> Seen => [.. _seen];

    public string Url => $"{(certificate is null ? "http" : "https")}://localhost:{Port}/services/T000/the-secret-path";

    public static async Task WriteAsync(Stream stream, int status, string body, CancellationToken token, params string[] headers)
    {
        var head = string.Join("\r\n", [$"HTTP/1.1 {status} Answer", .. headers, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}", "Connection: close", "", ""]);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(head + body), token);
        await stream.FlushAsync(token);
    }

    public void AnswerWith(int status, string body = "", params string[] headers) =>
        Answer = (_, _, stream, token) => WriteAsync(stream, status, body, token, headers);

    public void ResetAfterReading() => Answer = (_, socket, _, _) =>
    {
        Reset(socket);
        return Task.CompletedTask;
    };

    protected override async Task ServeAsync(Socket socket, Stream stream, CancellationToken cancellationToken)
    {
        if (certificate is not null)
        {
            var encrypted = new SslStream(stream);
            await encrypted.AuthenticateAsServerAsync(certificate.Certificate);
            stream = encrypted;
        }

        if (await ReadAsync(stream, cancellationToken) is not { } request) return;
        _seen.Enqueue(request);
        await Answer(request, socket, stream, cancellationToken);
    }

    private static async Task<HttpSeen?> ReadAsync(Stream stream, CancellationToken token)
    {
        using var all = new MemoryStream();
        var buffer = new byte[8_192];
        while (true)
        {
            var read = await stream.ReadAsync(buffer, token);
            if (read == 0) return null;
            all.Write(buffer, 0, read);
            var text = Encoding.Latin1.GetString(all.ToArray());
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0) continue;
            var lines = text[..end].Split("\r\n");
            var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
            var length = int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture);
            if (all.Length >= end + 4 + length) return new HttpSeen(lines[0], headers, Encoding.UTF8.GetString(all.ToArray(), end + 4, length), Stopwatch.GetTimestamp());
        }
    }
}
