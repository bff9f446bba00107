using System.Buffers;
using System.Globalization;
using System.Text;

namespace Iskra.Alerts;

/// <summary>
/// Translates a regular expression from the syntax of RE2 into that of .NET, where the two differ, and refuses what RE2 refuses, with
/// its messages. What remains needs neither captures nor backtracking.
/// </summary>
public sealed partial class Re2Translator
{
    /// <summary>Largest repetition, nested ones multiplied.</summary>
    public const int MaxRepeat = 1_000;

    /// <summary>Deepest nesting of groups.</summary>
    public const int MaxDepth = 100;

    private static readonly SearchValues<char> Meta = SearchValues.Create("\\.+*?()[]{}^$");

    private readonly string _pattern;
    private readonly string _before;
    private readonly string _after;
    private readonly StringBuilder _output = new();
    private readonly Stack<Scope> _scopes = new();
    private Scope _scope = new(false, 1);
    private int _at;

    // What the last atom repeats at most inside, and where it starts; 0 when there is nothing to repeat.
    private int _atomRepeat;
    private bool _isRepeated;

    private Re2Translator(string pattern, string before, string after) => (_pattern, _before, _after) = (pattern, before, after);

    /// <summary>The texts that a pattern stands for when it is nothing but texts separated by <c>|</c>; else null.</summary>
    public static string[]? Alternatives(string pattern) => pattern.AsSpan().ContainsAny(Meta) ? null : pattern.Split('|');

    /// <summary>Translates a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="before">What stands before it where it is used, for messages only.</param>
    /// <param name="after">What stands after it.</param>
    /// <exception cref="MatcherException">The pattern cannot be understood.</exception>
    public static string Translate(string pattern, string before, string after) => new Re2Translator(pattern, before, after).Run();

    private string Whole => _before + _pattern + _after;

    private string Run()
    {
        while (_at < _pattern.Length) Next();
        if (_scopes.Count > 0) throw Bad("missing closing )", Whole);
        return _output.ToString();
    }

    private void Next()
    {
        var character = _pattern[_at];
        switch (character)
        {
            case '(':
                Open();
                break;
            case ')':
                Close();
                break;
            case '[':
                Atom(Class());
                break;
            case '\\':
                Escape();
                break;
            case '*' or '+' or '?':
                Repeat(_pattern.Substring(_at, 1), 1);
                break;
            case '{':
                Brace();
                break;
            case '|':
                _at++;
                _output.Append('|');
                (_atomRepeat, _isRepeated) = (0, false);
                break;
            default:
                Plain(character);
                break;
        }
    }

    private void Plain(char character)
    {
        _at++;
        Atom(character switch
        {
            '.' or '^' => character.ToString(),
            '$' => _scope.IsMultiline ? "$" : @"\z",
            '}' or ']' or '#' or ' ' => "\\" + character,
            _ => character.ToString(),
        });
    }

    private void Atom(string text, int repeat = 1)
    {
        _output.Append(text);
        _atomRepeat = repeat;
        _isRepeated = false;
        _scope.Repeat = Math.Max(_scope.Repeat, repeat);
    }

    private void Open()
    {
        if (_scopes.Count == MaxDepth) throw Bad("expression nests too deeply", Whole);
        var isMultiline = _scope.IsMultiline;
        if (_pattern.AsSpan(_at).StartsWith("(?"))
        {
            if (!OpenNamed() && !OpenFlags(ref isMultiline)) return;
        }
        else
        {
            _at++;
            _output.Append("(?:");
        }

        _scopes.Push(_scope);
        _scope = new Scope(isMultiline, 1);
        (_atomRepeat, _isRepeated) = (0, false);
    }

    private bool OpenNamed()
    {
        var isP = _pattern.AsSpan(_at).StartsWith("(?P<");
        if (!isP && !_pattern.AsSpan(_at).StartsWith("(?<")) return false;
        var start = _at + (isP ? 4 : 3);
        if (!isP && start < _pattern.Length && (_pattern[start] is '=' or '!')) throw Bad("invalid or unsupported Perl syntax", _pattern.Substring(_at, 4));
        var end = _pattern.IndexOf('>', start);
        var name = end < 0 ? string.Empty : _pattern[start..end];
        if (name.Length == 0 || !name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_'))
            throw Bad("invalid named capture", end < 0 ? _pattern[_at..] : _pattern[_at..(end + 1)]);
        _at = end + 1;
        _output.Append("(?:");
        return true;
    }

    /// <summary>Reads <c>(?i)</c> and <c>(?i:</c>.</summary>
    /// <returns>Whether a group was opened.</returns>
    private bool OpenFlags(ref bool isMultiline)
    {
        var on = true;
        for (var i = _at + 2; i < _pattern.Length; i++)
        {
            switch (_pattern[i])
            {
                case 'i' or 's':
                    break;
                case 'm':
                    isMultiline = on;
                    break;
                case '-' when on:
                    on = false;
                    break;
                case ':' or ')' when i > _at + 2 || _pattern[i] == ':':
                    _output.Append(_pattern, _at, i + 1 - _at);
                    var opens = _pattern[i] == ':';
                    _at = i + 1;
                    if (!opens) _scope.IsMultiline = isMultiline;
                    return opens;
                default:
                    throw Bad("invalid or unsupported Perl syntax", _pattern[_at..Math.Min(i + 1, _pattern.Length)]);
            }
        }

        throw Bad("missing argument to repetition operator", "?");
    }

    private void Close()
    {
        if (_scopes.Count == 0) throw Bad("unexpected )", Whole);
        _at++;
        var repeat = _scope.Repeat;
        _scope = _scopes.Pop();
        Atom(")", repeat);
    }

    private void Brace()
    {
        var end = _pattern.IndexOf('}', _at);
        var parts = end < 0 ? [] : _pattern[(_at + 1)..end].Split(',');
        if (parts.Length is 0 or > 2 || !IsCount(parts[0]) || (parts.Length == 2 && parts[1].Length > 0 && !IsCount(parts[1])))
        {
            _at++;
            Atom("\\{");
            return;
        }

        var text = _pattern[_at..(end + 1)];
        var min = Count(parts[0]);
        var max = parts.Length == 2 && parts[1].Length > 0 ? Count(parts[1]) : min;
        if (max < min || max > MaxRepeat) throw Bad("invalid repeat count", text);
        Repeat(text, Math.Max(1, max));
    }

    private void Repeat(string text, int times)
    {
        if (_atomRepeat == 0) throw Bad("missing argument to repetition operator", text);
        if (_isRepeated) throw Bad("invalid nested repetition operator", _pattern[(_at - 1)..(_at + text.Length)]);
        _at += text.Length;
        _output.Append(text);
        _isRepeated = true;
        _atomRepeat *= times;
        if (_atomRepeat > MaxRepeat) throw Bad("invalid repeat count", text);
        _scope.Repeat = Math.Max(_scope.Repeat, _atomRepeat);

        // Whether as much or as little as possible is taken makes no difference to whether it matches.
        if (_at < _pattern.Length && _pattern[_at] == '?') _at++;
    }

    private static bool IsCount(string text) => text.Length is > 0 and <= 4 && text.All(char.IsAsciiDigit);

    private static int Count(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static MatcherException Bad(string what, string where) => new($"error parsing regexp: {what}: `{where}`");

    private sealed class Scope(bool isMultiline, int repeat)
    {
        public bool IsMultiline { get; set; } = isMultiline;

        public int Repeat { get; set; } = repeat;
    }
}
