namespace Iskra.Alerts;

/// <summary>How urgent an alert is (domain section 5).</summary>
public static class AlertPriority
{
    /// <summary>Somebody has to act at once.</summary>
    public const string P0 = "P0";

    /// <summary>Somebody has to act today.</summary>
    public const string P1 = "P1";

    /// <summary>Somebody has to know.</summary>
    public const string P2 = "P2";

    /// <summary>All of them, most urgent first.</summary>
    public static readonly IReadOnlyList<string> All = [P0, P1, P2];

    /// <summary>The priority of an alert: its label <c>priority</c>, else what follows from <c>severity</c>.</summary>
    public static string Of(LabelSet labels) => labels["priority"] switch
    {
        P0 => P0,
        P1 => P1,
        P2 => P2,
        _ => labels["severity"] switch
        {
            "critical" or "page" => P0,
            "error" or "warning" => P1,
            _ => P2,
        },
    };
}
