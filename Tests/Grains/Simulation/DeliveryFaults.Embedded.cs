namespace Iskra.Tests.Grains.Simulation;

/// <summary>What happens to the batches that channels deliver. Probabilities are from 0, never, to 1, always.</summary>
internal sealed class DeliveryFaults
{
    /// <summary>Longest delay of a batch; it is longer than a channel waits before it goes on beside it.</summary>
    public TimeSpan MaxDelay { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Probability that a batch is lost.</summary>
    public double Loss { get; private set; } = 0.1;

    /// <summary>Probability that a batch comes twice.</summary>
    public double Duplication { get; private set; } = 0.1;

    /// <summary>Probability that a batch is late.</summary>
    public double Delay { get; private set; } = 0.3;

    /// <summary>Probability that the channel is told that a batch did not arrive although it did.</summary>
    public double Failure { get; private set; } = 0.1;

    /// <summary>No more faults from now on.</summary>
    public void Heal() => (Loss, Duplication, Delay, Failure) = (0, 0, 0, 0);
}
