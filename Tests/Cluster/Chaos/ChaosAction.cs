namespace Iskra.Tests.Cluster.Chaos;

/// <summary>What is done to a process.</summary>
public enum ChaosAction
{
    /// <summary>Ended as by a crash, and started again afterwards.</summary>
    Kill,

    /// <summary>Kept from running for a while.</summary>
    Pause,

    /// <summary>Told to stop, and started again.</summary>
    Restart,
}
