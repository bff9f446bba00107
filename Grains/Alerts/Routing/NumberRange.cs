namespace Iskra.Alerts;

/// <summary>A range of days, months or years.</summary>
/// <param name="Begin">First one.</param>
/// <param name="End">Last one, included.</param>
public readonly record struct NumberRange(int Begin, int End)
{
    /// <summary>Whether a number is within.</summary>
    public bool Contains(int number) => number >= Begin && number <= End;

    /// <summary>Whether a day is within, where negative days count from the end of the month.</summary>
    public bool ContainsDay(int day, int daysInMonth)
    {
        var begin = Math.Max(1, FromEnd(Begin, daysInMonth));
        var end = Math.Min(daysInMonth, FromEnd(End, daysInMonth));
        return begin <= daysInMonth && day >= begin && day <= end;
    }

    private static int FromEnd(int day, int daysInMonth) => day < 0 ? daysInMonth + day + 1 : day;
}
