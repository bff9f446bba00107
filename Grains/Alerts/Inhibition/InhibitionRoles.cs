namespace Iskra.Alerts;

/// <summary>Which inhibition rules an alert takes part in.</summary>
/// <param name="Sources">Where it mutes others.</param>
/// <param name="Targets">Where it may be muted.</param>
public sealed record InhibitionRoles(IReadOnlyList<RuleKey> Sources, IReadOnlyList<RuleKey> Targets)
{
    /// <summary>In none.</summary>
    public static readonly InhibitionRoles None = new([], []);
}
