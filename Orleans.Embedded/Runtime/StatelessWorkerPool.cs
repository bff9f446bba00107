namespace Orleans.Runtime;

/// <summary>The activations of a stateless worker. A request goes to the one with the least to do.</summary>
internal sealed class StatelessWorkerPool(ActivationCatalog catalog, GrainId id, GrainClass grainClass, int maxWorkers)
    : IRequestTarget, IActivationOwner
{
    private readonly Lock _gate = new();
    private readonly List<Activation> _workers = [];

    public IReadOnlyList<Activation> Snapshot()
    {
        lock (_gate)
        {
            return [.. _workers];
        }
    }

    /// <inheritdoc/>
    public bool TryReceive(Request request)
    {
        while (true)
        {
            if (Choose().TryReceive(request))
            {
                return true;
            }
        }
    }

    /// <inheritdoc/>
    public void OnEnded(Activation activation, RequestList left)
    {
        lock (_gate)
        {
            _workers.Remove(activation);
        }

        catalog.Redeliver(id, left);
    }

    private Activation Choose()
    {
        lock (_gate)
        {
            _workers.RemoveAll(static worker => worker.HasEnded);
            var best = _workers.MinBy(static worker => worker.Load);
            if (best is null || (best.Load > 0 && _workers.Count < maxWorkers))
            {
                best = catalog.Create(id, grainClass, this);
                _workers.Add(best);
            }

            return best;
        }
    }
}
