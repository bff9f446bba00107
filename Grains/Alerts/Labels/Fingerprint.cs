using System.Globalization;
using System.Text;

namespace Iskra.Alerts;

/// <summary>
/// What an alert is known by, in short: FNV-1a with 64 bits over name, 0xFF, value, 0xFF of each label, sorted by name. Equal to the
/// fingerprint of Prometheus' Alertmanager.
/// </summary>
public static class Fingerprint
{
    private const ulong Offset = 0xcbf29ce484222325;
    private const ulong Prime = 0x100000001b3;
    private const int StackBytes = 256;

    /// <summary>Number of digits.</summary>
    public const int Length = 16;

    /// <summary>The fingerprint of labels: 16 lower-case hexadecimal digits.</summary>
    public static string Of(LabelSet labels)
    {
        var hash = Offset;
        foreach (var (name, value) in labels.Labels)
        {
            hash = Separate(Add(hash, name));
            hash = Separate(Add(hash, value));
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }

    /// <summary>Whether a text has the form of a fingerprint.</summary>
    public static bool IsValid(string text) => text.Length == Length && text.All(char.IsAsciiHexDigitLower);

    private static ulong Separate(ulong hash) => (hash ^ 0xff) * Prime;

    private static ulong Add(ulong hash, string text)
    {
        var max = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = max <= StackBytes ? stackalloc byte[StackBytes] : new byte[max];
        foreach (var value in bytes[..Encoding.UTF8.GetBytes(text, bytes)]) hash = (hash ^ value) * Prime;
        return hash;
    }
}
