using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>All activations by the identity of their grain.</summary>
internal sealed class ActivationCatalog(EmbeddedRuntime runtime) : IActivationOwner
{
    private const int MaxStopRounds = 10;

    private readonly ConcurrentDictionary<GrainId, IRequestTarget> _targets = new();
    private long _lastNumber;
    private volatile bool _stopped;

    /// <summary>All activations, oldest first.</summary>
    public IReadOnlyList<Activation> Snapshot()
    {
        var activations = new List<Activation>();
        foreach (var (_, target) in _targets)
        {
            if (target is StatelessWorkerPool pool)
            {
                activations.AddRange(pool.Snapshot());
            }
            else
            {
                activations.Add((Activation)target);
            }
        }

        activations.Sort(static (one, other) => one.ActivationId.Number.CompareTo(other.ActivationId.Number));
        return activations;
    }

    /// <summary>A new activation, which is not yet known here.</summary>
    public Activation Create(GrainId id, GrainClass grainClass, IActivationOwner owner) =>
        new(runtime, id, grainClass, owner, Interlocked.Increment(ref _lastNumber));

    public IRequestTarget? Deliver(GrainId id, Request request)
    {
        var wait = default(SpinWait);
        while (!_stopped)
        {
            IRequestTarget target;
            try
            {
                target = _targets.GetOrAdd(id, static (id, catalog) => catalog.CreateTarget(id), this);
            }
            catch (ArgumentException exception)
            {
                request.Fail(exception);
                return null;
            }

            if (target.TryReceive(request))
            {
                return target;
            }

            // The activation has ended and its successor is about to take its place.
            wait.SpinOnce();
        }

        request.Fail(new SiloUnavailableException($"The engine has stopped; {request.Name} of {id} was not called."));
        return null;
    }

    /// <inheritdoc/>
    public void OnEnded(Activation activation, RequestList left)
    {
        var ended = new KeyValuePair<GrainId, IRequestTarget>(activation.GrainId, activation);
        if (left.IsEmpty || _stopped)
        {
            _targets.TryRemove(ended);
            Redeliver(activation.GrainId, left);
            return;
        }

        // What was waiting goes first, before anything that is sent from now on.
        var successor = Create(activation.GrainId, activation.Class, this);
        for (var request = left.First; request is not null;)
        {
            var next = request.Next;
            successor.TryReceive(request);
            request = next;
        }

        _targets.TryUpdate(activation.GrainId, successor, activation);
    }

    /// <summary>Puts requests to whatever has the identity now.</summary>
    public void Redeliver(GrainId id, RequestList requests)
    {
        for (var request = requests.First; request is not null;)
        {
            var next = request.Next;
            Deliver(id, request);
            request = next;
        }
    }

    /// <summary>Ends all activations and takes no more requests.</summary>
    /// <param name="patience">Ends the waiting.</param>
    public async Task StopAsync(CancellationToken patience)
    {
        // Grains that end may call others, which are made anew for it; the rounds are bounded all the same.
        var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The process stops.");
        try
        {
            for (var round = 0; round < MaxStopRounds && Snapshot().Count > 0; round++)
            {
                await DeactivateAllAsync(reason).WaitAsync(patience);
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            // What has not ended by now is left behind; its callers are told below.
        }

        _stopped = true;
        runtime.Pending.FailAll(call => new SiloUnavailableException($"The engine has stopped before {call.Name} of {call.TargetId} answered."));
    }

    /// <summary>Ends the activations that there are.</summary>
    public Task DeactivateAllAsync(DeactivationReason reason)
    {
        var activations = Snapshot();
        foreach (var activation in activations)
        {
            activation.Deactivate(reason, CancellationToken.None);
        }

        return Task.WhenAll(activations.Select(activation => activation.Deactivated));
    }

    /// <summary>Ends all activations as if the process had died.</summary>
    public void Crash()
    {
        foreach (var activation in Snapshot())
        {
            activation.Vanish();
        }

        _targets.Clear();
        runtime.Pending.FailAll(call => new SiloUnavailableException($"The process died before {call.Name} of {call.TargetId} answered."));
    }

    private IRequestTarget CreateTarget(GrainId id)
    {
        var grainClass = runtime.Classes.Find(id.Type);
        return grainClass.MaxLocalWorkers == 0
            ? Create(id, grainClass, this)
            : new StatelessWorkerPool(this, id, grainClass, grainClass.MaxLocalWorkers > 0 ? grainClass.MaxLocalWorkers : runtime.Options.MaxLocalWorkers);
    }
}
