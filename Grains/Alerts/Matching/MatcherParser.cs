using System.Collections.Immutable;
using System.Text;

namespace Iskra.Alerts;

/// <summary>
/// Reads matchers as people write them: <c>name="value"</c>, <c>!=</c>, <c>=~</c>, <c>!~</c>, quotes optional; and lists of them,
/// <c>{a="b",c=~"d"}</c>, braces optional.
/// </summary>
public static class MatcherParser
{
    /// <summary>Reads one matcher.</summary>
    /// <exception cref="MatcherException">It is none.</exception>
    public static LabelMatcher Parse(string text)
    {
        var rest = text.AsSpan().TrimStart();
        var length = NameLength(rest);
        var name = rest[..length];
        rest = rest[length..].TrimStart();
        if (length == 0 || Operator(rest) is not { } found) throw new MatcherException($"bad matcher format: {text}");
        var value = rest[found.Length..].Trim().ToString();
        return new LabelMatcher(name.ToString(), found.Operator, Unquote(value));
    }

    /// <summary>Reads one matcher and makes it ready.</summary>
    /// <exception cref="MatcherException">It is none, or its regular expression is none.</exception>
    public static Matcher ParseAndCompile(string text) => new(Parse(text));

    /// <summary>Reads a list of matchers.</summary>
    /// <exception cref="MatcherException">One of them is none.</exception>
    public static ImmutableArray<LabelMatcher> ParseList(string text)
    {
        var list = text.Trim();
        if (list.StartsWith('{')) list = list[1..];
        if (list.EndsWith('}')) list = list[..^1];
        var matchers = ImmutableArray.CreateBuilder<LabelMatcher>();
        foreach (var part in Split(list))
        {
            if (!string.IsNullOrWhiteSpace(part)) matchers.Add(Parse(part));
        }

        return matchers.ToImmutable();
    }

    private static int NameLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetter(text[length]) || text[length] is '_' or ':' || (length > 0 && char.IsAsciiDigit(text[length])))) length++;
        return length;
    }

    private static (MatchOperator Operator, int Length)? Operator(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("=~")) return (MatchOperator.Regex, 2);
        if (text.StartsWith("!~")) return (MatchOperator.NotRegex, 2);
        if (text.StartsWith("!=")) return (MatchOperator.NotEqual, 2);
        return text.StartsWith("=") ? (MatchOperator.Equal, 1) : null;
    }

    private static string Unquote(string value)
    {
        var isQuoted = value.StartsWith('"');
        var isClosed = false;
        var text = new StringBuilder(value.Length);
        for (var i = isQuoted ? 1 : 0; i < value.Length; i++)
        {
            var character = value[i];
            if (character == '\\' && i + 1 < value.Length)
            {
                _ = value[++i] switch
                {
                    'n' => text.Append('\n'),
                    '"' or '\\' => text.Append(value[i]),
                    _ => text.Append('\\').Append(value[i]),
                };
            }
            else if (character == '"')
            {
                if (!isQuoted || i < value.Length - 1) throw Unescaped(value);
                isClosed = true;
            }
            else
            {
                text.Append(character);
            }
        }

        return isQuoted == isClosed ? text.ToString() : throw Unescaped(value);
    }

    private static MatcherException Unescaped(string value) => new($"matcher value contains unescaped double quote: {value}");

    private static IEnumerable<string> Split(string list)
    {
        var start = 0;
        var isInside = false;
        for (var i = 0; i < list.Length; i++)
        {
            if (list[i] == '\\') i++;
            else if (list[i] == '"') isInside = !isInside;
            else if (list[i] == ',' && !isInside)
            {
                yield return list[start..i];
                start = i + 1;
            }
        }

        yield return list[start..];
    }
}
