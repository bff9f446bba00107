namespace Iskra.Silo.Hosting;

/// <summary>What a failed call says about itself.</summary>
public static class CallFaults
{
    /// <summary>Whether the call was sent back before a grain saw it, so that it may be made again; here there is no way on which it could be.</summary>
    public static bool WasSentBack(Exception problem) => false;
}
