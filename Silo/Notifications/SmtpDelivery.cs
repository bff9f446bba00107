using System.Globalization;
using System.Net.Mail;
using System.Text;
using Iskra.Alerts;
using Iskra.Notifications;

namespace Iskra.Silo.Notifications;

/// <summary>Hands one message to a mail server (RFC 5321), by STARTTLS (RFC 3207) and with authentication (RFC 4954).</summary>
/// <param name="integration">Which server, and how.</param>
internal sealed class SmtpDelivery(EmailIntegration integration) : IAsyncDisposable
{
    /// <summary>The port on which TLS begins at once (RFC 8314).</summary>
    private const int TlsPort = 465;

    private readonly SmtpConnection _connection = new();

    /// <summary>Whether all of the message has left; before that the server cannot have taken it.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>Delivers.</summary>
    /// <returns>Sent, with a problem where the server refused some of the addresses.</returns>
    /// <exception cref="SmtpRefusedException">The server said no.</exception>
    public async Task<NotifyOutcome> SendAsync(MailAddress from, IReadOnlyList<MailAddress> to, string message, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        Expect(await _connection.CommandAsync($"MAIL FROM:<{from.Address}>", cancellationToken), "the sender address");
        var refusals = new List<SmtpReply>();
        foreach (var address in to)
        {
            var reply = await _connection.CommandAsync($"RCPT TO:<{address.Address}>", cancellationToken);
            if (!reply.IsPositive) refusals.Add(reply);
        }

        if (refusals.Count == to.Count)
        {
            var softest = refusals.FirstOrDefault(reply => !reply.IsPermanent) ?? refusals[0];
            Expect(softest, "all recipients");
        }

        Expect(await _connection.CommandAsync("DATA", cancellationToken), "the message");
        await _connection.SendAsync(Stuffed(message), cancellationToken);
        HasLeft = true;
        Expect(await _connection.CommandAsync(".", cancellationToken), "the message");
        await QuitAsync(cancellationToken);
        return refusals.Count == 0
            ? NotifyOutcome.Sent
            : NotifyOutcome.Sent with { Problem = $"its server refused {refusals.Count} of {to.Count} recipients with {refusals[0].Code}" };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _connection.ConnectAsync(integration.Host, integration.Port, cancellationToken);
        if (integration is { RequireTls: true, Port: TlsPort }) await EncryptAsync(cancellationToken);
        Expect(await _connection.ReplyAsync(cancellationToken), "the connection");
        var hello = await HelloAsync(cancellationToken);
        if (integration.RequireTls && !_connection.IsEncrypted)
        {
            if (!hello.Has("STARTTLS")) throw new SmtpRefusedException("its server does not offer STARTTLS, which require_tls asks for", isPermanent: false);
            Expect(await _connection.CommandAsync("STARTTLS", cancellationToken), "STARTTLS");
            await EncryptAsync(cancellationToken);
            hello = await HelloAsync(cancellationToken);
        }

        if (integration.AuthUsername is { } user) await AuthenticateAsync(hello, user, cancellationToken);
    }

    private Task EncryptAsync(CancellationToken cancellationToken) => _connection.EncryptAsync(
        TlsTrust.Options(integration.Host, integration.CaFile, integration.InsecureSkipVerify), cancellationToken);

    private async Task<SmtpReply> HelloAsync(CancellationToken cancellationToken)
    {
        var reply = await _connection.CommandAsync($"EHLO {integration.Hello}", cancellationToken);
        Expect(reply, "EHLO");
        return reply;
    }

    private async Task AuthenticateAsync(SmtpReply hello, string user, CancellationToken cancellationToken)
    {
        if (!_connection.IsEncrypted && !_connection.IsLoopback)
            throw new SmtpRefusedException("a password is not sent without TLS; set require_tls", isPermanent: true);
        var password = integration.AuthPassword?.Reveal() ?? string.Empty;
        if (hello.Has("AUTH", "PLAIN"))
        {
            Expect(await _connection.CommandAsync($"AUTH PLAIN {Base64($"\0{user}\0{password}")}", cancellationToken), "user and password");
        }
        else if (hello.Has("AUTH", "LOGIN"))
        {
            Expect(await _connection.CommandAsync("AUTH LOGIN", cancellationToken), "AUTH LOGIN");
            Expect(await _connection.CommandAsync(Base64(user), cancellationToken), "the user");
            Expect(await _connection.CommandAsync(Base64(password), cancellationToken), "user and password");
        }
        else
        {
            throw new SmtpRefusedException("its server offers neither AUTH PLAIN nor AUTH LOGIN", isPermanent: true);
        }
    }

    // The message is taken already; how the connection ends changes nothing.
    private async Task QuitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _connection.SendAsync("QUIT\r\n", cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            return;
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    // A line that is a full stop would end the message (RFC 5321 section 4.5.2).
    private static string Stuffed(string message) =>
        (message.StartsWith('.') ? "." : string.Empty) + message.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);

    private static void Expect(SmtpReply reply, string what)
    {
        if (reply.IsPositive) return;
        throw new SmtpRefusedException(string.Create(CultureInfo.InvariantCulture, $"its server refused {what} with {reply.Code}"), reply.IsPermanent);
    }
}
