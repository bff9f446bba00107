using System.Collections.Concurrent;
using System.Globalization;

namespace Orleans.Runtime;

/// <summary>The objects outside of grains that can be called.</summary>
internal sealed class ObserverTable(EmbeddedRuntime runtime)
{
    /// <summary>The type in the identities of observers.</summary>
    public static readonly GrainType GrainType = GrainType.Create("sys.observer");

    private readonly ConcurrentDictionary<GrainId, ObserverHost> _hosts = new();
    private long _lastNumber;

    public static ClientNotAvailableException Gone(GrainId id) => new($"The observer {id} is gone.");

    public TInterface Add<TInterface>(IGrainObserver observer)
        where TInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (observer is GrainReference or IGrainBase || observer is not TInterface)
        {
            throw new ArgumentException($"{observer.GetType()} has to be an ordinary object that implements {typeof(TInterface)}.", nameof(observer));
        }

        var id = GrainId.Create(GrainType, Interlocked.Increment(ref _lastNumber).ToString(CultureInfo.InvariantCulture));
        _hosts[id] = new ObserverHost(runtime, observer);
        return (TInterface)(object)runtime.Proxies.Create(typeof(TInterface), id);
    }

    public void Remove(IGrainObserver reference)
    {
        var id = reference is GrainReference known
            ? known.GrainId
            : throw new ArgumentException($"It has to be what {nameof(IGrainFactory.CreateObjectReference)} returned.", nameof(reference));
        if (_hosts.TryRemove(id, out var host))
        {
            host.Delete(id);
        }
    }

    public ObserverHost? Deliver(GrainId id, Request request)
    {
        if (_hosts.TryGetValue(id, out var host) && host.TryReceive(request))
        {
            return host;
        }

        request.Fail(Gone(id));
        return null;
    }
}
