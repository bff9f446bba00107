namespace Iskra.Silo.Storage;

/// <summary>Which stored grain state goes away by itself.</summary>
public static class GrainStateSweep
{
    /// <summary>
    /// Grain type of the sessions. A session outlives its socket by minutes and is written again while it lives, so that state
    /// that was not written for long belongs to nobody.
    /// </summary>
    public const string ConnectionType = "connection";
}
