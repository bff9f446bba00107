using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>Gives the activation whose turn it is.</summary>
internal sealed class GrainContextAccessor : IGrainContextAccessor
{
    public IGrainContext GrainContext => RuntimeContext.Current!;
}
