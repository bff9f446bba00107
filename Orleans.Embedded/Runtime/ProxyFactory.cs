using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>Makes references. The class of an interface is made once in the life of the process.</summary>
internal sealed class ProxyFactory(EmbeddedRuntime runtime)
{
    /// <summary>Name of the assembly that the classes are in.</summary>
    public const string AssemblyName = "Orleans.Embedded.Proxies";

    private static readonly ConcurrentDictionary<Type, Lazy<ProxyShape>> Shapes = new();

    public static string ArgumentField(int index) => $"a{index}";

    public static ProxyShape ShapeOf(Type grainInterface) => Shapes.GetOrAdd(
        grainInterface, static type => new Lazy<ProxyShape>(() => ProxyBuilder.Build(type))).Value;

    public GrainProxy Create(Type grainInterface, GrainId grainId)
    {
        var shape = ShapeOf(grainInterface);
        return shape.Create(runtime, grainId, shape);
    }
}
