namespace Iskra.Silo.Hosting;

/// <summary>What a failed call says about itself.</summary>
public static class CallFaults
{
    /// <summary>
    /// Whether the call was sent back before a grain saw it, as by a silo that is stopping, so that it may be made again. A silo that is
    /// away for good (<see cref="SiloUnavailableException"/>) may have begun with it.
    /// </summary>
    public static bool WasSentBack(Exception problem) => problem is OrleansMessageRejectionException and not SiloUnavailableException;
}
