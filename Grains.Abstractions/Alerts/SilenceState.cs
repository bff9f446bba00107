namespace Iskra.Alerts;

/// <summary>Where a silence is in its life.</summary>
public enum SilenceState
{
    /// <summary>It starts later.</summary>
    Pending,

    /// <summary>It is in force.</summary>
    Active,

    /// <summary>It has ended, or was ended.</summary>
    Expired,
}
