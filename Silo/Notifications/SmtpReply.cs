namespace Iskra.Silo.Notifications;

/// <summary>A reply of a mail server (RFC 5321 section 4.2).</summary>
/// <param name="Code">Its code, 200 to 599.</param>
/// <param name="Lines">Its texts, line by line.</param>
public sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    /// <summary>Whether it says yes, or go on.</summary>
    public bool IsPositive => Code is >= 200 and < 400;

    /// <summary>Whether it says never.</summary>
    public bool IsPermanent => Code >= 500;

    /// <summary>Whether a reply to EHLO names an extension, with an argument or without one.</summary>
    public bool Has(string keyword, string? argument = null) => Lines.Any(line =>
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0
            && words[0].Equals(keyword, StringComparison.OrdinalIgnoreCase)
            && (argument is null || words.Skip(1).Contains(argument, StringComparer.OrdinalIgnoreCase));
    });
}
