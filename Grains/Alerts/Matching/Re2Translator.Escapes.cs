using System.Globalization;
using System.Text;

namespace Iskra.Alerts;

/// <content>Escapes and character classes.</content>
public sealed partial class Re2Translator
{
    private const string Digits = "0-9";
    private const string Words = "0-9A-Za-z_";
    private const string Spaces = @"\t\n\f\r ";

    private void Escape()
    {
        if (_at + 1 == _pattern.Length) throw Bad("trailing backslash at end of expression", string.Empty);
        var character = _pattern[_at + 1];
        switch (character)
        {
            case 'Q':
                var end = _pattern.IndexOf(@"\E", _at + 2, StringComparison.Ordinal);
                var text = end < 0 ? _pattern[(_at + 2)..] : _pattern[(_at + 2)..end];
                _at = end < 0 ? _pattern.Length : end + 2;
                foreach (var plain in text) Atom(Literal(plain));
                break;
            case 'A' or 'z' or 'b' or 'B':
                _at += 2;
                Atom("\\" + character);
                break;
            case 'd' or 'w' or 's' or 'D' or 'W' or 'S':
                _at += 2;
                Atom(char.IsAsciiLetterLower(character) ? $"[{Shorthand(character)}]" : $"[^{Shorthand(char.ToLowerInvariant(character))}]");
                break;
            case 'p' or 'P':
                Atom(Category());
                break;
            default:
                Atom(Literal(Character()));
                break;
        }
    }

    private static string Shorthand(char character) => character switch { 'd' => Digits, 'w' => Words, _ => Spaces };

    // What the negated shorthands stand for inside of a class.
    private static string Complement(char character) => character switch
    {
        'D' => @"\u0000-/:-\uffff",
        'W' => @"\u0000-/:-@\[-\^`{-\uffff",
        _ => @"\u0000-\u0008\u000b\u000e-\u001f!-\uffff",
    };

    /// <summary>Reads <c>\pL</c> or <c>\p{Lu}</c>.</summary>
    private string Category()
    {
        var start = _at;
        var length = _at + 2 < _pattern.Length && _pattern[_at + 2] == '{' ? _pattern.IndexOf('}', _at) + 1 - _at : 3;
        if (length < 3 || start + length > _pattern.Length) throw Bad("invalid character class range", _pattern[start..]);
        var text = _pattern.Substring(start, length);
        _at += length;
        var name = length == 3 ? text[2..] : text[3..^1];
        var isNegated = text[1] == 'P';
        if (name.StartsWith('^')) (name, isNegated) = (name[1..], !isNegated);
        if (name.Length is < 1 or > 2 || !char.IsAsciiLetterUpper(name[0])) throw Bad("invalid character class range", text);
        return $"\\{(isNegated ? 'P' : 'p')}{{{name}}}";
    }

    /// <summary>Reads an escape that stands for one character.</summary>
    private string Character()
    {
        var start = _at;
        var character = _pattern[_at + 1];
        _at += 2;
        switch (character)
        {
            case 'a': return "\a";
            case 'f': return "\f";
            case 't': return "\t";
            case 'n': return "\n";
            case 'r': return "\r";
            case 'v': return "\v";
            case 'x': return Hexadecimal(start);
            case '0':
            case >= '1' and <= '7' when _at < _pattern.Length && _pattern[_at] is >= '0' and <= '7':
                return Octal(character - '0');
        }

        if (character < 0x80 && !char.IsAsciiLetterOrDigit(character)) return character.ToString();
        throw Bad("invalid escape sequence", _pattern[start.._at]);
    }

    private string Octal(int value)
    {
        for (var i = 0; i < 2 && _at < _pattern.Length && _pattern[_at] is >= '0' and <= '7'; i++) value = (value * 8) + _pattern[_at++] - '0';
        return ((char)value).ToString();
    }

    private string Hexadecimal(int start)
    {
        var isBraced = _at < _pattern.Length && _pattern[_at] == '{';
        var end = isBraced ? _pattern.IndexOf('}', _at) : Math.Min(_at + 2, _pattern.Length);
        var digits = end < 0 ? string.Empty : _pattern[(isBraced ? _at + 1 : _at)..end];
        if (digits.Length is < 1 or > 6 || (!isBraced && digits.Length < 2)
            || !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) || !Rune.IsValid(value))
        {
            throw Bad("invalid escape sequence", end < 0 ? _pattern[start..] : _pattern[start..end]);
        }

        _at = isBraced ? end + 1 : end;
        return new Rune(value).ToString();
    }

    private static string Literal(string text) => text.Length == 1 ? Literal(text[0]) : "(?:" + text + ")";

    private static string Literal(char character) => char.IsLetterOrDigit(character) || char.IsSurrogate(character)
        ? character.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");

    /// <summary>Reads a character class.</summary>
    private string Class()
    {
        var start = _at++;
        var output = new StringBuilder("[");
        if (_at < _pattern.Length && _pattern[_at] == '^')
        {
            _at++;
            output.Append('^');
        }

        for (var isFirst = true; ; isFirst = false)
        {
            if (_at >= _pattern.Length) throw Bad("missing closing ]", _pattern[start..] + _after);
            if (_pattern[_at] == ']' && !isFirst) break;
            if (!ClassSet(output)) ClassRange(output, start);
        }

        _at++;
        return output.Append(']').ToString();
    }

    /// <summary>Reads a set within a class: <c>[:alpha:]</c>, <c>\d</c>, <c>\pL</c>.</summary>
    private bool ClassSet(StringBuilder output)
    {
        if (_pattern.AsSpan(_at).StartsWith("[:") && _pattern.IndexOf(":]", _at + 2, StringComparison.Ordinal) is > 0 and var end)
        {
            var name = _pattern[_at..(end + 2)];
            output.Append(PosixClass.Of(name) ?? throw Bad("invalid character class range", name));
            _at = end + 2;
            return true;
        }

        if (_pattern[_at] != '\\' || _at + 1 >= _pattern.Length) return false;
        var character = _pattern[_at + 1];
        if (character is 'p' or 'P')
        {
            output.Append(Category());
            return true;
        }

        if (character is not ('d' or 'w' or 's' or 'D' or 'W' or 'S')) return false;
        output.Append(char.IsAsciiLetterLower(character) ? Shorthand(character) : Complement(character));
        _at += 2;
        return true;
    }

    private void ClassRange(StringBuilder output, int start)
    {
        var from = _at;
        var low = ClassCharacter(start);
        if (_at + 1 >= _pattern.Length || _pattern[_at] != '-' || _pattern[_at + 1] == ']')
        {
            output.Append(Literal(low));
            return;
        }

        _at++;
        var high = ClassCharacter(start);
        if (high < low) throw Bad("invalid character class range", _pattern[from.._at]);
        output.Append(Literal(low)).Append('-').Append(Literal(high));
    }

    private char ClassCharacter(int start)
    {
        if (_at >= _pattern.Length) throw Bad("missing closing ]", _pattern[start..] + _after);
        if (_pattern[_at] != '\\') return _pattern[_at++];
        if (_at + 1 == _pattern.Length) throw Bad("missing closing ]", _pattern[start..] + _after);
        var from = _at;
        var text = Character();
        return text.Length == 1 ? text[0] : throw Bad("invalid character class range", _pattern[from.._at]);
    }
}
