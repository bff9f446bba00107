using System.Globalization;
using Orleans.Simulation;

namespace Iskra.Tests.Grains.Simulation;

/// <summary>
/// <c>ISKRA_SIMULATION_SEEDS</c> sets how many seeds are run (1,000 unless said), <c>ISKRA_SIMULATION_SEED</c> runs one.
/// </summary>
public sealed class ChannelSimulationTests
{
    private const int DefaultSeeds = 1_000;

    [Fact]
    public void Whatever_fails_every_follower_gets_what_was_acknowledged_once_and_in_order()
    {
        foreach (var seed in Seeds())
        {
            try
            {
                ChannelSimulation.Run(seed);
            }
            catch (SimulationException failure)
            {
                Assert.Fail($"Replay with ISKRA_SIMULATION_SEED={seed}. {failure.Message}\n{failure.InnerException}");
            }
        }
    }

    [Fact]
    public void The_same_seed_is_the_same_run() => Assert.Equal(ChannelSimulation.Run(1), ChannelSimulation.Run(1));

    private static IEnumerable<long> Seeds() =>
        Number("ISKRA_SIMULATION_SEED") is { } seed
            ? [seed]
            : Enumerable.Range(0, (int)(Number("ISKRA_SIMULATION_SEEDS") ?? DefaultSeeds)).Select(i => (long)i);

    private static long? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;
}
