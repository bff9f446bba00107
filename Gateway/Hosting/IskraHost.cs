namespace Iskra.Gateway.Hosting;

/// <summary>The whole of Iskra in one process.</summary>
public static class IskraHost
{
    /// <summary>Runs until it is told to stop.</summary>
    /// <param name="args">The command line.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return Task.FromResult(1);
    }
}
