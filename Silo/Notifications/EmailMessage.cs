using System.Globalization;
using System.Net.Mail;
using System.Text;
using Iskra.Alerts;
using Iskra.Notifications;

namespace Iskra.Silo.Notifications;

/// <summary>
/// A message in RFC 5322 form: plain text in UTF-8, base64. What comes from alerts stands in the body, and in the subject as encoded
/// words, so that it can neither add a header nor end the message. The same notification makes the same bytes.
/// </summary>
public static class EmailMessage
{
    /// <summary>Longest subject, in UTF-16 code units.</summary>
    public const int MaxSubjectLength = 200;

    /// <summary>Most alerts that are described; the others are counted.</summary>
    public const int MaxAlerts = 50;

    private const int MaxEncodedWordBytes = 39;
    private const string DateFormat = "ddd, dd MMM yyyy HH:mm:ss '+0000'";

    /// <summary>Writes the message with CRLF line ends.</summary>
    /// <param name="notification">What is told.</param>
    /// <param name="from">Whom it comes from.</param>
    /// <param name="to">Whom it goes to.</param>
    /// <param name="settings">The address of Iskra.</param>
    public static string Write(Notification notification, MailAddress from, IReadOnlyList<MailAddress> to, NotificationSettings settings)
    {
        var text = new StringBuilder();
        Header(text, "From", Address(from));
        Header(text, "To", string.Join(",\r\n ", to.Select(Address)));
        Header(text, "Subject", Subject(AlertText.Title(notification, MaxSubjectLength)));
        Header(text, "Date", notification.At.UtcDateTime.ToString(DateFormat, CultureInfo.InvariantCulture));
        Header(text, "Message-ID", $"<{DeliveryId.Of(notification.Key)}@{from.Host}>");
        Header(text, "References", $"<{DeliveryId.Of(notification.GroupKey)}@{from.Host}>");
        Header(text, "Auto-Submitted", "auto-generated");
        Header(text, "MIME-Version", "1.0");
        Header(text, "Content-Type", "text/plain; charset=utf-8");
        Header(text, "Content-Transfer-Encoding", "base64");
        text.Append("\r\n");
        var body = Encoding.UTF8.GetBytes(Body(notification, settings).ReplaceLineEndings("\r\n"));
        text.Append(Convert.ToBase64String(body, Base64FormattingOptions.InsertLineBreaks)).Append("\r\n");
        return text.ToString();
    }

    /// <summary>The addresses of a list that is separated by commas.</summary>
    /// <exception cref="FormatException">One is no address, or has other characters than SMTP takes without extensions.</exception>
    public static IReadOnlyList<MailAddress> Addresses(string list)
    {
        var addresses = new MailAddressCollection();
        addresses.Add(list);
        if (addresses.Count == 0 || addresses.Any(address => !IsPlain(address.Address)))
            throw new FormatException("An address has characters that mail servers do not take.");
        return addresses;
    }

    private static bool IsPlain(string address) => address.All(character => character is > ' ' and < (char)127 and not ('<' or '>'));

    private static string Address(MailAddress address) =>
        address.DisplayName.Length == 0 ? address.Address : $"{Subject(AlertText.Line(address.DisplayName, 100))} <{address.Address}>";

    private static string Body(Notification notification, NotificationSettings settings)
    {
        var text = new StringBuilder();
        text.Append(AlertText.Title(notification, AlertText.MaxValueLength)).Append("\n\n");
        foreach (var alert in notification.Alerts.Take(MaxAlerts)) text.Append(AlertText.Cut(AlertText.Describe(alert), 8_000)).Append("\n\n");
        var more = Math.Max(0, notification.Alerts.Length - MaxAlerts) + notification.TruncatedAlerts;
        if (more > 0) text.Append(CultureInfo.InvariantCulture, $"and {more} more alerts\n\n");
        text.Append(CultureInfo.InvariantCulture, $"-- \n{settings.ExternalUrl}\n");
        return text.ToString();
    }

    private static void Header(StringBuilder text, string name, string value) => text.Append(name).Append(": ").Append(value).Append("\r\n");

    // Always as encoded words (RFC 2047): no character of an alert stands in a header as itself.
    private static string Subject(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var bytes = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > MaxEncodedWordBytes) Flush();
            word.Append(rune.ToString());
            bytes += rune.Utf8SequenceLength;
        }

        Flush();
        return string.Join("\r\n ", words);

        void Flush()
        {
            if (bytes > 0) words.Add($"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(word.ToString()))}?=");
            word.Clear();
            bytes = 0;
        }
    }
}
