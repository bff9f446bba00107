namespace Orleans.Simulation;

/// <summary>A simulated run failed. The message has the seed, with which it fails again, and the last steps.</summary>
public sealed class SimulationException : Exception
{
    /// <summary>A failed run.</summary>
    public SimulationException()
        : this("The simulation failed.")
    {
    }

    /// <summary>A failed run.</summary>
    public SimulationException(string message)
        : base(message)
    {
    }

    /// <summary>A failed run with what failed in it.</summary>
    public SimulationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
