namespace Iskra.Alerts;

/// <summary>What a restart finds.</summary>
/// <param name="Alerts">Alerts.</param>
/// <param name="Silences">Silences.</param>
/// <param name="Groups">Groups.</param>
/// <param name="Intents">Notifications that were decided and perhaps not handed over.</param>
/// <param name="ResolvedToday">How many alerts had ended on <paramref name="Day"/>.</param>
/// <param name="Day">A day, UTC.</param>
public sealed record StoredBoard(
    IReadOnlyCollection<AlertRecord> Alerts,
    IReadOnlyCollection<SilenceRecord> Silences,
    IReadOnlyCollection<GroupRecord> Groups,
    IReadOnlyCollection<NotificationIntent> Intents,
    int ResolvedToday,
    DateOnly Day)
{
    /// <summary>Nothing.</summary>
    public static readonly StoredBoard Empty = new([], [], [], [], 0, default);
}
