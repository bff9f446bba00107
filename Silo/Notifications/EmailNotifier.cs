using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Iskra.Alerts;
using Iskra.Notifications;

namespace Iskra.Silo.Notifications;

/// <summary>Sends e-mail. A repetition has the same Message-ID, by which many mailboxes know it.</summary>
public sealed class EmailNotifier(NotificationSettings settings)
{
    /// <summary>Tries once.</summary>
    public async Task<NotifyOutcome> SendAsync(Notification notification, EmailIntegration integration, CancellationToken cancellationToken)
    {
        await using var delivery = new SmtpDelivery(integration);
        try
        {
            if (integration.Hello.Any(character => character is <= ' ' or >= (char)127)) throw new FormatException();
            var from = EmailMessage.Addresses(integration.From)[0];
            var to = EmailMessage.Addresses(integration.To);
            return await delivery.SendAsync(from, to, EmailMessage.Write(notification, from, to, settings), cancellationToken);
        }
        catch (SmtpRefusedException refused)
        {
            return refused.IsPermanent ? NotifyOutcome.Rejected(refused.Message) : NotifyOutcome.NotSent(refused.Message);
        }
        catch (FormatException)
        {
            return NotifyOutcome.Rejected("its addresses cannot be used: from, to or hello is none that SMTP takes");
        }
        catch (Exception failure) when (Problem(failure) is { } problem)
        {
            return delivery.HasLeft ? NotifyOutcome.Unknown(problem) : NotifyOutcome.NotSent(problem);
        }
    }

    private static string? Problem(Exception failure) => failure switch
    {
        OperationCanceledException => "its mail server did not answer in time",
        AuthenticationException => "no secure connection to its mail server: the certificate is not trusted or TLS failed",
        SocketException socket => $"no connection to its mail server: {socket.SocketErrorCode}",
        FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or CryptographicException or InvalidOperationException =>
            "a file or an environment variable of its configuration cannot be used",
        IOException => "the connection to its mail server broke off",
        _ => null,
    };
}
