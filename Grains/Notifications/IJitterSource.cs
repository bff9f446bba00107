namespace Iskra.Notifications;

/// <summary>Spreads tries at random.</summary>
public interface IJitterSource
{
    /// <summary>0 (included) to 1 (not included).</summary>
    double Next();
}
