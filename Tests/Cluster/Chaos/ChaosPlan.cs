namespace Iskra.Tests.Cluster.Chaos;

/// <summary>
/// Which faults follow each other, decided by a seed alone. Every three in turn hold a kill, a pause and a restart, and a silo, a
/// gateway and the database; every nine in turn hold each of the nine kinds once.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="silos">How many silos there are.</param>
/// <param name="gateways">How many gateways there are.</param>
public sealed class ChaosPlan(int seed, int silos, int gateways)
{
    /// <summary>How many faults belong together.</summary>
    public const int Group = 3;

    /// <summary>Long enough for the others to declare a silo dead, so that it ends when it wakes up.</summary>
    private static readonly TimeSpan LeastSiloPause = TimeSpan.FromSeconds(10);

    /// <summary>All of them; there is no end.</summary>
    public IEnumerable<ChaosStep> Steps()
    {
        var chance = new Random(seed);
        ChaosTarget[] targets = [ChaosTarget.Silo, ChaosTarget.Gateway, ChaosTarget.Database];
        ChaosAction[] actions = [ChaosAction.Kill, ChaosAction.Pause, ChaosAction.Restart];
        while (true)
        {
            chance.Shuffle(targets);
            for (var group = 0; group < Group; group++)
            {
                // Which target an action has in a group moves on by one with each, so that none repeats within the nine.
                chance.Shuffle(actions);
                foreach (var action in actions)
                {
                    yield return Step(chance, targets[((int)action + group) % Group], action);
                }
            }
        }
    }

    private ChaosStep Step(Random chance, ChaosTarget target, ChaosAction action)
    {
        var number = chance.Next(target == ChaosTarget.Gateway ? gateways : silos);
        var span = target == ChaosTarget.Silo
            ? LeastSiloPause + TimeSpan.FromSeconds(4 * chance.NextDouble())
            : TimeSpan.FromSeconds(1 + (4 * chance.NextDouble()));
        return new ChaosStep(target, action, number, span, TimeSpan.FromSeconds(chance.NextDouble()));
    }
}
