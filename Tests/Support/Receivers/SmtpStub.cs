using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Iskra.Tests.Receivers;

/// <summary>A mail server that takes everything unless a test says otherwise.</summary>
public sealed class SmtpStub(TestCertificate? certificate = null) : RawServer
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<string> _messages = new();

    /// <summary>What it says first.</summary>
    public string Greeting { get; init; } = "220 stub ESMTP";

    /// <summary>What EHLO offers, beside STARTTLS where there is a certificate.</summary>
    public string[] Offers { get; init; } = ["SIZE 1000000", "AUTH PLAIN LOGIN"];

    /// <summary>The reply to a line; null for the usual one, an empty text to hang up without the usual farewell, <c>…</c> to be silent.</summary>
    public Func<string, string?> Reply { get; set; } = _ => null;

    /// <summary>What is sent in clear together with the answer to STARTTLS, as an attacker would.</summary>
    public string Injected { get; init; } = string.Empty;

    /// <summary>All lines that came, those of messages left out; with <c>TLS </c> before them where they came encrypted.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    public IReadOnlyList<string> Messages => [.. _messages];

    /// <summary>When the newest message was there, by <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public long TakenAt { get; private set; }

    protected override async Task ServeAsync(Socket socket, Stream stream, CancellationToken cancellationToken)
    {
        var reader = Reader(stream);
        await WriteAsync(stream, Greeting + "\r\n", cancellationToken);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            _lines.Enqueue((stream is SslStream ? "TLS " : string.Empty) + line);
            var reply = Reply(line) ?? Usual(line, stream);
            if (reply.Length == 0)
            {
                Reset(socket);
                return;
            }

            if (reply == "…") continue;
            await WriteAsync(stream, reply + "\r\n", cancellationToken);
            if (line == "STARTTLS" && reply.StartsWith('2'))
            {
                var encrypted = new SslStream(stream);
                await encrypted.AuthenticateAsServerAsync(certificate!.Certificate);
                (stream, reader) = (encrypted, Reader(encrypted));
            }
            else if (reply.StartsWith("354", StringComparison.Ordinal))
            {
                if (!await TakeMessageAsync(reader, stream, socket, cancellationToken)) return;
            }
        }
    }

    private static StreamReader Reader(Stream stream) => new(stream, Encoding.UTF8, false, 1024, leaveOpen: true);

    private static Task WriteAsync(Stream stream, string text, CancellationToken token) => stream.WriteAsync(Encoding.UTF8.GetBytes(text), token).AsTask();

    private async Task<bool> TakeMessageAsync(StreamReader reader, Stream stream, Socket socket, CancellationToken token)
    {
        var message = new StringBuilder();
        while (await reader.ReadLineAsync(token) is { } line)
        {
            if (line == ".")
            {
                TakenAt = Stopwatch.GetTimestamp();
                _messages.Enqueue(message.ToString());
                var reply = Reply(".") ?? "250 taken";
                if (reply.Length == 0) Reset(socket);
                else if (reply != "…") await WriteAsync(stream, reply + "\r\n", token);
                return reply.Length > 0;
            }

            message.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        return false;
    }

    private string Usual(string line, Stream stream)
    {
        if (line.StartsWith("EHLO", StringComparison.Ordinal))
        {
            string[] offers = ["stub", .. Offers, .. certificate is not null && stream is not SslStream ? new[] { "STARTTLS" } : []];
            return string.Join("\r\n", offers.Select((offer, i) => (i < offers.Length - 1 ? "250-" : "250 ") + offer));
        }

        return line.Split(' ')[0] switch
        {
            "STARTTLS" => "220 go on" + Injected,
            "AUTH" => line == "AUTH LOGIN" ? "334 VXNlcm5hbWU6" : "235 welcome",
            "DATA" => "354 end with a full stop",
            "QUIT" => "221 bye",
            _ => "250 fine",
        };
    }
}
