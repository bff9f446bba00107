namespace Iskra.Cluster;

/// <summary>Knows the silos of the cluster and what is in their memory; how, depends on the engine.</summary>
public interface IClusterInspector
{
    /// <summary>The silos, those that went lately included.</summary>
    /// <param name="grains">The way to the grains of the engine.</param>
    Task<IReadOnlyList<SiloView>> SilosAsync(IGrainFactory grains);

    /// <summary>Activations by full name of the class and address of the silo.</summary>
    /// <param name="grains">The way to the grains of the engine.</param>
    Task<IReadOnlyList<(string Class, string Silo, int Count)>> ActivationsAsync(IGrainFactory grains);
}
