using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Iskra.Tests.Engine;

/// <summary>Runs a theory on one silo and on two; where the engine has only one, the second is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnClustersAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([Row(1), Row(2)]);

    public override bool SupportsDiscoveryEnumeration() => true;

    private static TheoryDataRow<Cluster> Row(int silos) => new(new Cluster(silos))
    {
        Skip = silos > TestEngine.MaxSilos ? "The embedded engine is one process; there is no second silo." : null,
    };
}
