using Xunit.Sdk;

namespace Iskra.Tests.Engine;

/// <summary>The engine that a test runs on, as it appears in the name of the test.</summary>
public sealed class Cluster : IXunitSerializable
{
    public Cluster()
    {
    }

    public Cluster(int silos) => Silos = silos;

    public int Silos { get; private set; } = 1;

    public void Deserialize(IXunitSerializationInfo info) => Silos = info.GetValue<int>(nameof(Silos));

    public void Serialize(IXunitSerializationInfo info) => info.AddValue(nameof(Silos), Silos);

    public override string ToString() => $"{TestEngine.Name}, {(Silos == 1 ? "one silo" : "two silos")}";
}
