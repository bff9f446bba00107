using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Iskra.Silo.Notifications;

/// <summary>A connection to a mail server: commands, replies and TLS. Lines and replies have bounds.</summary>
public sealed class SmtpConnection : IAsyncDisposable
{
    /// <summary>Longest line of a reply, in bytes. RFC 5321 asks for 512.</summary>
    public const int MaxLineBytes = 2_048;

    /// <summary>Most lines of a reply.</summary>
    public const int MaxLines = 100;

    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly byte[] _buffer = new byte[MaxLineBytes];
    private Stream _stream = Stream.Null;
    private int _start;
    private int _end;

    /// <summary>Whether the connection is encrypted.</summary>
    public bool IsEncrypted => _stream is SslStream;

    /// <summary>Whether the other end is this machine.</summary>
    public bool IsLoopback { get; private set; }

    /// <summary>Connects.</summary>
    public async Task ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        await _client.ConnectAsync(host, port, cancellationToken);
        IsLoopback = _client.Client.RemoteEndPoint is System.Net.IPEndPoint { Address: var address } && System.Net.IPAddress.IsLoopback(address);
        _stream = _client.GetStream();
    }

    /// <summary>Encrypts from here on.</summary>
    /// <exception cref="SmtpRefusedException">Something that was not encrypted waits to be read: somebody put it there (CVE-2011-0411).</exception>
    public async Task EncryptAsync(SslClientAuthenticationOptions options, CancellationToken cancellationToken)
    {
        if (_start != _end) throw new SmtpRefusedException("its server sent more than it was asked for before TLS began", isPermanent: false);
        var encrypted = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = encrypted;
        await encrypted.AuthenticateAsClientAsync(options, cancellationToken);
    }

    /// <summary>Sends a line and reads the reply.</summary>
    public async Task<SmtpReply> CommandAsync(string line, CancellationToken cancellationToken)
    {
        await SendAsync(line + "\r\n", cancellationToken);
        return await ReplyAsync(cancellationToken);
    }

    /// <summary>Sends lines as they are.</summary>
    public async Task SendAsync(string text, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    /// <summary>Reads a reply.</summary>
    /// <exception cref="SmtpRefusedException">It is no reply.</exception>
    public async Task<SmtpReply> ReplyAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (lines.Count < MaxLines)
        {
            var line = await LineAsync(cancellationToken);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), out var code) || code is < 200 or > 599 || (line.Length > 3 && line[3] is not (' ' or '-')))
                throw NoReply();
            lines.Add(line.Length > 4 ? line[4..] : string.Empty);
            if (line.Length == 3 || line[3] == ' ') return new SmtpReply(code, lines);
        }

        throw NoReply();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _client.Dispose();
    }

    private static SmtpRefusedException NoReply() => new("its server does not answer like a mail server", isPermanent: false);

    private async Task<string> LineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start.._end).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = Encoding.Latin1.GetString(_buffer, _start, length).TrimEnd('\r');
                _start += length + 1;
                return line;
            }

            if (_start > 0)
            {
                _buffer.AsSpan(_start.._end).CopyTo(_buffer);
                (_start, _end) = (0, _end - _start);
            }

            if (_end == _buffer.Length) throw NoReply();
            var read = await _stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0) throw new EndOfStreamException();
            _end += read;
        }
    }
}
