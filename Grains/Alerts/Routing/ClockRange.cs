namespace Iskra.Alerts;

/// <summary>A part of every day.</summary>
/// <param name="StartMinute">Minute of the day, 0 to 1440, included.</param>
/// <param name="EndMinute">Minute of the day, 0 to 1440, excluded.</param>
public readonly record struct ClockRange(int StartMinute, int EndMinute)
{
    /// <summary>Whether a minute of the day is within.</summary>
    public bool Contains(int minute) => minute >= StartMinute && minute < EndMinute;
}
