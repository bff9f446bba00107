using System.Collections.Immutable;
using System.Globalization;
using Iskra.Metrics;

namespace Iskra.Voices;

/// <summary>Reads triggers (<see cref="TriggerExpression.Parse"/>).</summary>
internal sealed class TriggerParser
{
    /// <summary>Longest duration of a condition.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromHours(24);

    /// <summary>Longest span in which events are counted.</summary>
    public static readonly TimeSpan MaxWithin = TimeSpan.FromMinutes(10);

    private const int MaxDepth = 16;

    private readonly TriggerTokens _tokens;
    private int _depth;

    /// <summary>Takes a text.</summary>
    /// <exception cref="TriggerSyntaxException">It is empty or too long.</exception>
    public TriggerParser(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) throw new TriggerSyntaxException(1, "a comparison such as 'chaos > 0.7' was expected, not nothing.");
        if (text.Length > TriggerExpression.MaxLength)
            throw new TriggerSyntaxException(TriggerExpression.MaxLength + 1, $"a trigger has at most {TriggerExpression.MaxLength} characters.");
        _tokens = new TriggerTokens(text);
    }

    /// <summary>Reads all of it.</summary>
    /// <exception cref="TriggerSyntaxException">It cannot be read.</exception>
    public TriggerExpression Parse()
    {
        var triggers = Any();
        if (!_tokens.IsAtEnd) throw Problem($"'and', 'or' or the end was expected, not {_tokens.Shown}.");
        return new TriggerExpression(triggers);
    }

    private ImmutableArray<Trigger> Any()
    {
        var triggers = All();
        while (_tokens.TryTake("or")) triggers = Checked(triggers.AddRange(All()));
        return triggers;
    }

    private ImmutableArray<Trigger> All()
    {
        var triggers = One();
        while (_tokens.TryTake("and"))
        {
            var others = One();
            triggers = Checked([.. from left in triggers from right in others select new Trigger(left.Conditions.AddRange(right.Conditions))]);
        }

        return triggers;
    }

    private ImmutableArray<Trigger> One()
    {
        if (!_tokens.TryTake("(")) return [new Trigger([Condition()])];
        if (++_depth > MaxDepth) throw Problem($"parentheses may be {MaxDepth} deep.");
        var triggers = Any();
        if (!_tokens.TryTake(")")) throw Problem($"')' was expected, not {_tokens.Shown}.");
        _depth--;
        return triggers;
    }

    private TriggerCondition Condition()
    {
        var name = Name();
        var (sign, compare) = Operator();
        if (!_tokens.TryTakeNumber(out var limit)) throw Problem($"a number such as 0.7 was expected, not {_tokens.Shown}.");
        var text = string.Create(CultureInfo.InvariantCulture, $"{name} {sign} {limit}");
        if (_tokens.TryTake("for"))
        {
            var (span, shown) = Duration(MaxDuration);
            return new TriggerCondition(name, compare, limit, span, null, $"{text} for {shown}");
        }

        if (_tokens.TryTake("within"))
        {
            var (span, shown) = Duration(MaxWithin);
            return new TriggerCondition(name, compare, limit, TimeSpan.Zero, span, $"{text} within {shown}");
        }

        return new TriggerCondition(name, compare, limit, TimeSpan.Zero, null, text);
    }

    private string Name()
    {
        var name = _tokens.Peek();
        if (!MetricName.IsValid(name) || name is "and" or "or" or "for" or "within")
            throw Problem($"a name such as chaos was expected, not {_tokens.Shown}.");
        return _tokens.Take();
    }

    private (string Sign, TriggerOperator Operator) Operator()
    {
        TriggerOperator? compare = _tokens.Peek() switch
        {
            "<" => TriggerOperator.Less,
            "<=" => TriggerOperator.AtMost,
            ">" => TriggerOperator.Greater,
            ">=" => TriggerOperator.AtLeast,
            "=" => TriggerOperator.Equal,
            _ => null,
        };
        return compare is { } known ? (_tokens.Take(), known) : throw Problem($"one of < <= > >= = was expected, not {_tokens.Shown}.");
    }

    private (TimeSpan Span, string Text) Duration(TimeSpan max)
    {
        var column = _tokens.Column;
        if (!_tokens.TryTakeNumber(out var number)) throw Problem($"a duration such as '5 min' was expected, not {_tokens.Shown}.");
        double? unitMs = _tokens.Peek() switch
        {
            "ms" => 1,
            "s" => 1_000,
            "min" or "m" => 60_000,
            "h" => 3_600_000,
            _ => null,
        };
        if (unitMs is not { } ms) throw Problem($"a unit was expected, ms, s, min or h, not {_tokens.Shown}.");
        var text = string.Create(CultureInfo.InvariantCulture, $"{number} {_tokens.Take()}");
        if (!(number > 0) || number * ms > max.TotalMilliseconds)
            throw new TriggerSyntaxException(column, $"the duration '{text}' must be more than 0 and at most {max.TotalMinutes:0} min.");
        return (TimeSpan.FromMilliseconds(number * ms), text);
    }

    private ImmutableArray<Trigger> Checked(ImmutableArray<Trigger> triggers) => triggers.Length <= TriggerExpression.MaxTriggers
        ? triggers
        : throw Problem($"the expression has more than {TriggerExpression.MaxTriggers} alternatives; split it up.");

    private TriggerSyntaxException Problem(string problem) => new(_tokens.Column, problem);
}
