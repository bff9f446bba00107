using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Orleans.Runtime;

/// <summary>The engine of one process: what exists, what runs, and who waits for whom.</summary>
internal sealed class EmbeddedRuntime
{
    private IIncomingGrainCallFilter[]? _incomingFilters;
    private IOutgoingGrainCallFilter[]? _outgoingFilters;

    public EmbeddedRuntime(
        IServiceProvider services,
        ITurnDispatcher dispatcher,
        TimeProvider time,
        IOptions<EmbeddedOptions> options,
        IOptions<GrainCollectionOptions> collection,
        ILoggerFactory loggers)
    {
        Services = services;
        Dispatcher = dispatcher;
        Time = time;
        Options = options.Value;
        Collection = collection.Value;
        Log = new RuntimeLog(loggers.CreateLogger("Orleans.Embedded"));
        Classes = new GrainClassTable(Options.Assemblies, Collection);
        Proxies = new ProxyFactory(this);
        Pending = new PendingCalls(time, Options.ResponseTimeout, Options.PendingStripes);
        Catalog = new ActivationCatalog(this);
        Observers = new ObserverTable(this);
        Streams = new StreamHub(this);
    }

    public IServiceProvider Services { get; }

    public ITurnDispatcher Dispatcher { get; }

    public TimeProvider Time { get; }

    public EmbeddedOptions Options { get; }

    public GrainCollectionOptions Collection { get; }

    public RuntimeLog Log { get; }

    public GrainClassTable Classes { get; }

    public ProxyFactory Proxies { get; }

    public PendingCalls Pending { get; }

    public ActivationCatalog Catalog { get; }

    public ObserverTable Observers { get; }

    public StreamHub Streams { get; }

    public IGrainFactory GrainFactory => Services.GetRequiredService<IGrainFactory>();

    /// <summary>Faults of a simulation; null in production.</summary>
    public IDeliveryFaults? Faults { get; set; }

    public IIncomingGrainCallFilter[] IncomingFilters => _incomingFilters ??= [.. Services.GetServices<IIncomingGrainCallFilter>()];

    public IOutgoingGrainCallFilter[] OutgoingFilters => _outgoingFilters ??= [.. Services.GetServices<IOutgoingGrainCallFilter>()];

    /// <summary>Sends a call on its way.</summary>
    /// <returns>Whether there will be an answer.</returns>
    public bool Send(GrainCall call)
    {
        if (call.Method.IsOneWay)
        {
            call.Target.Deliver(call);
            return false;
        }

        CallCancellation.Attach(call);
        if (!call.IsAbandoned)
        {
            Pending.Add(call);
            call.Target.Deliver(call);
        }

        return true;
    }

    /// <summary>Puts a request to the grain or observer with an identity.</summary>
    /// <returns>What took it; null when nothing did and the request has failed.</returns>
    public IRequestTarget? Deliver(GrainId id, Request request) => id.Type == ObserverTable.GrainType
        ? Observers.Deliver(id, request)
        : Catalog.Deliver(id, request);
}
