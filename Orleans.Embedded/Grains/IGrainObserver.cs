using Orleans.Runtime;

namespace Orleans;

/// <summary>An object outside of grains that grains can call; see <see cref="IGrainFactory.CreateObjectReference"/>.</summary>
public interface IGrainObserver : IAddressable;
