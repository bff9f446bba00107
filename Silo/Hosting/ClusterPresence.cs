namespace Iskra.Silo.Hosting;

/// <summary>
/// Whether this process has reached the cluster once. Until then the kinds of its grains are not even known, so that no call can be
/// made. Where the silo is in the same process it is reached from the start. Registered as a singleton.
/// </summary>
public sealed class ClusterPresence(bool isReached)
{
    private volatile bool _isReached = isReached;

    /// <summary>Whether it has.</summary>
    public bool IsReached => _isReached;

    /// <summary>It was reached.</summary>
    public void Reached() => _isReached = true;
}
