using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Iskra.Alerts;

/// <summary>A short name for a long text.</summary>
internal static class TextHash
{
    private const int Bytes = 12;

    /// <summary>24 lower-case hexadecimal digits that stand for a text.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, Bytes));

    /// <summary>The same for several texts.</summary>
    public static string Of(IEnumerable<(string Fingerprint, long Life)> lives) =>
        Of(string.Join(',', lives.Select(life => string.Create(CultureInfo.InvariantCulture, $"{life.Fingerprint}:{life.Life}"))));
}
