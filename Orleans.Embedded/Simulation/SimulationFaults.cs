namespace Orleans.Simulation;

/// <summary>How often a simulation does which harm. Probabilities are from 0, never, to 1, always.</summary>
public sealed class SimulationFaults
{
    /// <summary>Probability that a call arrives late, and so perhaps behind calls made after it.</summary>
    public double CallDelay { get; set; } = 0.2;

    /// <summary>Longest delay of a call.</summary>
    public TimeSpan MaxCallDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Probability that an event of a stream does not reach a subscription.</summary>
    public double StreamLoss { get; set; }

    /// <summary>Probability that an event of a stream reaches a subscription twice.</summary>
    public double StreamDuplication { get; set; }

    /// <summary>Probability that an event of a stream reaches a subscription late, and so perhaps behind later ones.</summary>
    public double StreamDelay { get; set; }

    /// <summary>Longest delay of an event of a stream.</summary>
    public TimeSpan MaxStreamDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>No more faults from now on; what is already late still arrives.</summary>
    public void Heal()
    {
        CallDelay = 0;
        StreamLoss = 0;
        StreamDuplication = 0;
        StreamDelay = 0;
    }

    internal SimulationFaults Copy() => (SimulationFaults)MemberwiseClone();
}
