using System.Globalization;
using Iskra.Voices;
using Microsoft.Extensions.Configuration;

namespace Iskra;

/// <summary>Reads settings of rules and gathers what is wrong, so that all of it can be named at once.</summary>
internal sealed class RuleReader
{
    private readonly List<string> _problems = [];

    /// <summary>Notes that a setting makes no sense.</summary>
    public void Problem(IConfigurationSection section, string problem) => _problems.Add($"{section.Path}: {problem}");

    /// <summary>Notes settings that do not exist.</summary>
    public void Unknown(IConfigurationSection section, params ReadOnlySpan<string> known)
    {
        foreach (var child in section.GetChildren())
        {
            if (!Contains(known, child.Key)) Problem(child, $"there is no such setting; there are {string.Join(", ", known!)}.");
        }
    }

    /// <summary>A text; the fallback when it is not given.</summary>
    public string Text(IConfigurationSection section, string name, string fallback, int maxLength)
    {
        var text = section[name];
        if (string.IsNullOrEmpty(text)) return fallback;
        if (text.Length <= maxLength) return text;
        Problem(section.GetSection(name), $"it has {text.Length} characters; it may have {maxLength}.");
        return fallback;
    }

    /// <summary>A number from <paramref name="min"/> to <paramref name="max"/>; the fallback when it is not given.</summary>
    public double Number(IConfigurationSection section, string name, double fallback, double min, double max)
    {
        var text = section[name];
        if (string.IsNullOrEmpty(text)) return fallback;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        Problem(section.GetSection(name), string.Create(CultureInfo.InvariantCulture, $"'{text}' must be a number from {min} to {max}."));
        return fallback;
    }

    /// <summary>One of some words; the fallback when it is not given.</summary>
    public string Word(IConfigurationSection section, string name, string fallback, params ReadOnlySpan<string> words)
    {
        var text = section[name];
        if (string.IsNullOrEmpty(text)) return fallback;
        if (words.Contains(text)) return text;
        Problem(section.GetSection(name), $"'{text}' must be one of {string.Join(", ", words!)}.");
        return fallback;
    }

    /// <summary>A trigger; the fallback when it is not given.</summary>
    public T Trigger<T>(IConfigurationSection section, string name, T fallback, Func<TriggerExpression, T> take)
    {
        var text = section[name];
        if (string.IsNullOrEmpty(text)) return fallback;
        try
        {
            return take(TriggerExpression.Parse(text));
        }
        catch (TriggerSyntaxException syntax)
        {
            Problem(section.GetSection(name), $"'{text}': {syntax.Message}");
            return fallback;
        }
    }

    /// <summary>Ends reading.</summary>
    /// <exception cref="RuleConfigurationException">Something makes no sense; all problems are named.</exception>
    public void ThrowIfAnythingIsWrong()
    {
        if (_problems.Count > 0) throw new RuleConfigurationException(_problems);
    }

    private static bool Contains(ReadOnlySpan<string> words, string word)
    {
        foreach (var known in words)
        {
            if (string.Equals(known, word, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
