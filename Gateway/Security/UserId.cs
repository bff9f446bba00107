using System.Globalization;
using System.Text.Json;

namespace Iskra.Gateway.Security;

/// <summary>
/// The id of a user, as the <c>sub</c> claim gave it: a string or an integer (protocol section 7: ids keep their kind). Two ids
/// with the same text are the same user whatever their kind; the kind only decides how the id is written.
/// </summary>
public readonly record struct UserId
{
    /// <summary>Longest id, in characters.</summary>
    public const int MaxLength = 128;

    private UserId(string text, bool isInteger)
    {
        Text = text;
        IsInteger = isInteger;
    }

    /// <summary>The id as text: what sessions are bound to and what <c>user/{id}</c> is made of.</summary>
    public string Text { get; }

    /// <summary>Whether the id is written as a JSON number.</summary>
    public bool IsInteger { get; }

    /// <summary>An id that was a JSON string of 1 to <see cref="MaxLength"/> characters.</summary>
    /// <exception cref="ArgumentException">The text is empty or too long.</exception>
    public static UserId Of(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, MaxLength);
        return new UserId(text, isInteger: false);
    }

    /// <summary>An id that was a JSON integer.</summary>
    public static UserId Of(long number) => new(number.ToString(CultureInfo.InvariantCulture), isInteger: true);

    /// <summary>Whether both name the same user.</summary>
    public bool Equals(UserId other) => string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Text, StringComparison.Ordinal);

    /// <summary>Writes the id in the kind it came in.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (IsInteger) writer.WriteRawValue(Text);
        else writer.WriteStringValue(Text);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
