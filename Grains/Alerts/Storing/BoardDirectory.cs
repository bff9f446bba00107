namespace Iskra.Alerts;

/// <summary>Where the stored board is: numbers of pages. It is stored before a page that it names.</summary>
/// <param name="AlertPages">Pages of alerts.</param>
/// <param name="SilencePages">Pages of silences.</param>
/// <param name="GroupPages">Pages of groups.</param>
/// <param name="IntentPages">Pages of decided notifications.</param>
/// <param name="Day">A day, UTC.</param>
/// <param name="ResolvedToday">How many alerts ended on it.</param>
public sealed record BoardDirectory(int AlertPages, int SilencePages, int GroupPages, int IntentPages, DateOnly Day, int ResolvedToday)
{
    /// <summary>Nothing is stored.</summary>
    public static readonly BoardDirectory Empty = new(0, 0, 0, 0, default, 0);
}
