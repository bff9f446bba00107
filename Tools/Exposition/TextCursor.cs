using System.Text;

namespace Iskra.Tools.Exposition;

/// <summary>Reads the small words of the exposition format and of selectors from one line.</summary>
/// <param name="text">The line.</param>
internal ref struct TextCursor(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;

    /// <summary>Where the next character is.</summary>
    public int Position { get; private set; }

    /// <summary>Whether nothing is left.</summary>
    public readonly bool AtEnd => Position >= _text.Length;

    /// <summary>The next character; NUL at the end.</summary>
    public readonly char Next => AtEnd ? '\0' : _text[Position];

    /// <summary>What has not been read.</summary>
    public readonly ReadOnlySpan<char> Rest => _text[Position..];

    /// <summary>Passes over blanks and tabs.</summary>
    public void SkipBlanks()
    {
        while (Next is ' ' or '\t')
        {
            Position++;
        }
    }

    /// <summary>Takes a character if it is the next one.</summary>
    public bool Take(char expected)
    {
        if (Next != expected || AtEnd)
        {
            return false;
        }

        Position++;
        return true;
    }

    /// <summary>Takes a metric or label name; empty when there is none.</summary>
    /// <param name="colons">Whether colons are allowed, as in metric names.</param>
    public ReadOnlySpan<char> TakeName(bool colons)
    {
        var start = Position;
        while (char.IsAsciiLetter(Next) || Next == '_' || (colons && Next == ':') || (Position > start && char.IsAsciiDigit(Next)))
        {
            Position++;
        }

        return _text[start..Position];
    }

    /// <summary>Takes what lies before the next blank or the end.</summary>
    public ReadOnlySpan<char> TakeWord()
    {
        var start = Position;
        while (!AtEnd && Next is not (' ' or '\t'))
        {
            Position++;
        }

        return _text[start..Position];
    }

    /// <summary>Takes a text in double quotes with the escapes <c>\\</c>, <c>\"</c> and <c>\n</c>.</summary>
    /// <exception cref="FormatException">It is not closed, or has another escape.</exception>
    public string TakeQuoted()
    {
        if (!Take('"'))
        {
            throw new FormatException("a value in double quotes is expected");
        }

        var length = Rest.IndexOfAny('"', '\\');
        if (length >= 0 && Rest[length] == '"')
        {
            var plain = Rest[..length].ToString();
            Position += length + 1;
            return plain;
        }

        return TakeEscaped();
    }

    private string TakeEscaped()
    {
        var value = new StringBuilder();
        while (!AtEnd)
        {
            var character = _text[Position++];
            if (character == '"')
            {
                return value.ToString();
            }

            value.Append(character == '\\' ? TakeEscape() : character);
        }

        throw new FormatException("a value is not closed by a double quote");
    }

    private char TakeEscape()
    {
        var escaped = Next;
        Position++;
        return escaped switch
        {
            '\\' => '\\',
            '"' => '"',
            'n' => '\n',
            _ => throw new FormatException("after a backslash comes \\, \" or n"),
        };
    }
}
