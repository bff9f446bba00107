using System.Collections.Immutable;
using System.Globalization;

namespace Iskra.Gateway.Hosting;

/// <summary>
/// Reads settings one by one and collects what is wrong with them, so that a bad configuration is refused once, as a whole, with
/// the name of each setting and what would be right. Values of secrets are never repeated in a message.
/// </summary>
public sealed class SettingReader(IConfiguration configuration)
{
    private readonly List<string> _problems = [];

    /// <summary>What is wrong so far, one sentence a setting.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Notes a problem that was found elsewhere.</summary>
    /// <param name="name">Full name of the setting.</param>
    /// <param name="what">What is wrong and what would be right.</param>
    public void Refuse(string name, string what) => _problems.Add($"{name}: {what}");

    /// <summary>A whole number within [<paramref name="min"/>, <paramref name="max"/>].</summary>
    /// <param name="name">Full name of the setting.</param>
    /// <param name="fallback">The value when the setting is not there.</param>
    /// <param name="min">Smallest value.</param>
    /// <param name="max">Largest value.</param>
    /// <param name="olderName">A name that is understood too; <paramref name="name"/> wins.</param>
    public int Number(string name, int fallback, int min, int max, string? olderName = null)
    {
        var (text, used) = Find(name, olderName);
        if (text is null) return fallback;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            return value;
        Refuse(used, string.Create(CultureInfo.InvariantCulture, $"'{text}' must be a whole number from {min} to {max}."));
        return fallback;
    }

    /// <summary>A number within [<paramref name="min"/>, <paramref name="max"/>].</summary>
    public double Fraction(string name, double fallback, double min, double max)
    {
        var text = Text(name);
        if (text is null) return fallback;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max) return value;
        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"'{text}' must be a number from {min} to {max}."));
        return fallback;
    }

    /// <summary>A yes or no: <c>true</c> or <c>false</c>.</summary>
    public bool Boolean(string name, bool fallback)
    {
        var text = Text(name);
        if (text is null) return fallback;
        if (bool.TryParse(text, out var value)) return value;
        Refuse(name, $"'{text}' must be true or false.");
        return fallback;
    }

    /// <summary>A text, or null when it is missing or empty.</summary>
    public string? Text(string name) => Find(name, olderName: null).Text;

    /// <summary>A list: either indexed children or one text with commas.</summary>
    public ImmutableArray<string> List(string name, string? olderName = null)
    {
        var children = configuration.GetSection(name).GetChildren()
            .Select(child => child.Value?.Trim())
            .OfType<string>()
            .Where(value => value.Length > 0)
            .ToImmutableArray();
        if (children.Length > 0) return children;
        var (text, _) = Find(name, olderName);
        return text is null ? [] : [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>Ends the reading.</summary>
    /// <exception cref="SettingException">There were problems.</exception>
    public void ThrowIfAnythingIsWrong()
    {
        if (_problems.Count > 0) throw new SettingException(string.Join(Environment.NewLine, _problems));
    }

    private (string? Text, string Name) Find(string name, string? olderName)
    {
        var text = configuration[name]?.Trim();
        if (!string.IsNullOrEmpty(text) || olderName is null) return (string.IsNullOrEmpty(text) ? null : text, name);
        var older = configuration[olderName]?.Trim();
        return string.IsNullOrEmpty(older) ? (null, name) : (older, olderName);
    }
}
