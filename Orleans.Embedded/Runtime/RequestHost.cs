using System.Diagnostics;

namespace Orleans.Runtime;

/// <summary>Admits requests, as many at a time as the rules of interleaving allow, and runs them in turns.</summary>
internal abstract class RequestHost(EmbeddedRuntime runtime) : TurnScheduler(runtime.Dispatcher), IRequestTarget
{
    private static readonly Action<Task, object?> FinishAction = static (task, state) =>
    {
        var request = (Request)state!;
        request.Host!.Finish(request, task);
    };

    private RequestList _inbox;
    private RequestList _waiting;
    private Request? _blocking;
    private bool _closed;

    /// <summary>The engine it belongs to.</summary>
    public EmbeddedRuntime Runtime { get; } = runtime;

    /// <summary>What the requests are put to.</summary>
    public abstract object? Instance { get; }

    /// <summary>Number of requests that have begun and not completed.</summary>
    protected int Running { get; private set; }

    /// <summary>Number of requests that have been taken and not completed; an estimate for other threads.</summary>
    public int Load { get; private set; }

    /// <inheritdoc/>
    public bool TryReceive(Request request)
    {
        lock (Gate)
        {
            if (_closed)
            {
                return false;
            }

            _inbox.Append(request);
            Load++;
        }

        OnReceived(request);
        RequestPump();
        return true;
    }

    /// <summary>A request has been taken.</summary>
    protected virtual void OnReceived(Request request)
    {
    }

    /// <summary>Whether requests may begin now.</summary>
    protected virtual bool IsOpen() => true;

    /// <summary>Whether a request may begin although others have not completed.</summary>
    protected abstract bool MayInterleave(Request request, Request blocking);

    /// <summary>A request has completed.</summary>
    protected virtual void OnFinished(Request request, Exception? exception)
    {
    }

    /// <summary>Takes no more requests.</summary>
    /// <returns>Those that had not begun, in order.</returns>
    protected RequestList Close()
    {
        lock (Gate)
        {
            _closed = true;
            _waiting.Append(ref _inbox);
            var left = _waiting;
            _waiting = default;
            return left;
        }
    }

    /// <inheritdoc/>
    protected sealed override void Pump()
    {
        while (IsOpen() && NextAdmissible() is { } request)
        {
            Start(request);
        }
    }

    private Request? NextAdmissible()
    {
        lock (Gate)
        {
            _waiting.Append(ref _inbox);
        }

        Request? before = null;
        for (var request = _waiting.First; request is not null; before = request, request = request.Next)
        {
            if (MayStart(request))
            {
                _waiting.Remove(before, request);
                return request;
            }
        }

        return null;
    }

    private bool MayStart(Request request) => Running == 0 || request.IsAlwaysInterleave || _blocking is null
        || (_blocking.IsReadOnly && request.IsReadOnly) || MayInterleave(request, _blocking);

    private void Start(Request request)
    {
        Running++;
        request.Host = this;
        Runtime.Faults?.OnStart(this, request);
        if (!request.IsAlwaysInterleave)
        {
            _blocking ??= request;
        }

        var task = request.IsAbandoned ? Task.CompletedTask : Invoke(request);
        if (task.IsCompleted)
        {
            Finish(request, task);
        }
        else
        {
            task.ContinueWith(
                FinishAction,
                request,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.DenyChildAttach,
                this);
        }
    }

    private Task Invoke(Request request)
    {
        try
        {
            if (request.RequestContext is not null)
            {
                RequestContext.Current = request.RequestContext;
            }

            if (request.Activity is not null)
            {
                Activity.Current = request.Activity;
            }

            return request.InvokeAsync(this);
        }
#pragma warning disable CA1031 // Whatever a grain throws goes to its caller.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Task.FromException(exception);
        }
        finally
        {
            // What the request set must not be seen by the next one.
            ExecutionContext.Restore(CleanContext.Instance);
        }
    }

    private void Finish(Request request, Task task)
    {
        Running--;
        if (Running == 0 || ReferenceEquals(_blocking, request))
        {
            _blocking = null;
        }

        lock (Gate)
        {
            Load--;
        }

        OnFinished(request, task.Exception?.InnerException);
        request.Complete(task);
        RequestPump();
    }
}
