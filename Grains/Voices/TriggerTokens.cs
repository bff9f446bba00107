using System.Globalization;

namespace Iskra.Voices;

/// <summary>Cuts the text of a trigger into words, numbers and signs.</summary>
/// <param name="text">The text.</param>
internal sealed class TriggerTokens(string text)
{
    private const string Signs = "<>=()";

    private int _next;

    /// <summary>Column of the token that comes next, from 1.</summary>
    public int Column => Skip() + 1;

    /// <summary>Whether the text is at its end.</summary>
    public bool IsAtEnd => Skip() == text.Length;

    /// <summary>What comes next, for messages.</summary>
    public string Shown => Peek() is { Length: > 0 } token ? $"'{token}'" : "the end";

    /// <summary>The next token without taking it; empty at the end.</summary>
    public string Peek()
    {
        var start = Skip();
        return text[start..End(start)];
    }

    /// <summary>Takes the next token.</summary>
    public string Take()
    {
        var token = Peek();
        _next += token.Length;
        return token;
    }

    /// <summary>Takes the next token when it is this word or sign.</summary>
    public bool TryTake(string token)
    {
        if (!string.Equals(Peek(), token, StringComparison.OrdinalIgnoreCase)) return false;
        Take();
        return true;
    }

    /// <summary>Takes a number.</summary>
    public bool TryTakeNumber(out double number)
    {
        if (!double.TryParse(Peek(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number)) return false;
        Take();
        return true;
    }

    private int Skip()
    {
        while (_next < text.Length && char.IsWhiteSpace(text[_next])) _next++;
        return _next;
    }

    private int End(int start)
    {
        if (start == text.Length) return start;
        if (Signs.Contains(text[start], StringComparison.Ordinal))
        {
            return text[start] is '<' or '>' && start + 1 < text.Length && text[start + 1] == '=' ? start + 2 : start + 1;
        }

        var isNumber = IsOfNumber(text[start]);
        var end = start + 1;
        while (end < text.Length && !Signs.Contains(text[end], StringComparison.Ordinal) && !char.IsWhiteSpace(text[end]))
        {
            // A unit may follow its number without a blank: 5min.
            if (isNumber && !IsOfNumber(text[end])) break;
            end++;
        }

        return end;
    }

    private static bool IsOfNumber(char character) => char.IsAsciiDigit(character) || character is '.' or '-' or '+';
}
