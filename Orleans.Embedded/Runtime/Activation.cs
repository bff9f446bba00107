using Orleans.Core;
using Orleans.Storage;
using Orleans.Streams;

namespace Orleans.Runtime;

/// <summary>A grain in memory: made for the first request, ended when it asks for it, was idle for long, or the process stops.</summary>
internal sealed class Activation(EmbeddedRuntime runtime, GrainId grainId, GrainClass grainClass, IActivationOwner owner, long number)
    : RequestHost(runtime), IActivation
{
    private object? _grain;
    private State _state;
    private bool _ending;
    private bool _endingForced;
    private DeactivationReason _reason;
    private TaskCompletionSource? _deactivated;
    private List<IDisposable>? _timers;
    private long _lastUsed = runtime.Time.GetTimestamp();
    private long _keptAliveUntil = long.MinValue;

    private enum State : byte
    {
        Created,
        Activating,
        Active,
        Deactivating,
        Ended,
    }

    public GrainClass Class { get; } = grainClass;

    public GrainId GrainId { get; } = grainId;

    public ActivationId ActivationId { get; } = new(number);

    public GrainReference GrainReference => Runtime.Proxies.Create(Class.MainInterface, GrainId);

    public object? GrainInstance => _grain;

    public override object? Instance => _grain;

    public IServiceProvider ActivationServices => Runtime.Services;

    public IGrainFactory GrainFactory => Runtime.GrainFactory;

    public override string TraceName => $"{GrainId}#{ActivationId}";

    public bool HasEnded => _state == State.Ended;

    /// <summary>The observers that this activation has attached to its subscriptions.</summary>
    public Dictionary<Guid, IStreamHandler>? StreamHandlers { get; set; }

    public Task Deactivated
    {
        get
        {
            lock (Gate)
            {
                _deactivated ??= new TaskCompletionSource();
                if (_state == State.Ended)
                {
                    _deactivated.TrySetResult();
                }

                return _deactivated.Task;
            }
        }
    }

    private TimeSpan Idleness => Runtime.Time.GetElapsedTime(Volatile.Read(ref _lastUsed));

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public IGrainTimer RegisterTimer<TState>(Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer<TState>(this, callback, state, options);
        (_timers ??= []).Add(timer);
        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    public void Forget(IDisposable timer) => _timers?.Remove(timer);

    public void DelayDeactivation(TimeSpan timeSpan)
    {
        var until = timeSpan == Timeout.InfiniteTimeSpan || timeSpan >= TimeSpan.FromDays(36500) ? long.MaxValue
            : timeSpan <= TimeSpan.Zero ? long.MinValue
            : Runtime.Time.GetTimestamp() + (long)(timeSpan.TotalSeconds * Runtime.Time.TimestampFrequency);
        Volatile.Write(ref _keptAliveUntil, until);
    }

    /// <summary>Whether it has done nothing for some time and nothing keeps it.</summary>
    public bool IsIdleFor(TimeSpan age) => _state == State.Active && Load == 0 && !_ending && Idleness >= age
        && Runtime.Time.GetTimestamp() >= Volatile.Read(ref _keptAliveUntil);

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (Gate)
        {
            if (_ending)
            {
                return;
            }

            _ending = true;
            _reason = deactivationReason;
        }

        RequestPump();
    }

    /// <summary>Ends at once and without a word, as if the process had died.</summary>
    public void Vanish()
    {
        _state = State.Ended;
        Kill();
        Close();
        DisposeTimers();
        _deactivated?.TrySetResult();
    }

    protected override void OnReceived(Request request)
    {
        if (request.KeepsAlive)
        {
            Volatile.Write(ref _lastUsed, Runtime.Time.GetTimestamp());
        }
    }

    protected override bool MayInterleave(Request request, Request blocking) => Class.MayInterleave(_grain!, request);

    protected override void OnFinished(Request request, Exception? exception)
    {
        OnReceived(request);
        if (exception is InconsistentStateException { IsSourceActivation: true } conflict)
        {
            // What this activation remembers is not what is stored; only a new one can be right again.
            conflict.IsSourceActivation = false;
            Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, exception, "The stored state has another version."));
        }
    }

    protected override bool IsOpen()
    {
        if (_state == State.Created)
        {
            _state = State.Activating;
            _ = ActivateAsync();
        }

        if (_state == State.Active && _ending)
        {
            BeginDeactivation();
        }

        return _state == State.Active;
    }

    private async Task ActivateAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(Runtime.Collection.ActivationTimeout, Runtime.Time);
            var states = new List<IStorage>();
            _grain = Class.Create(this, states);
            foreach (var state in states)
            {
                await state.ReadStateAsync().WaitAsync(patience.Token);
            }

            await ((IGrainBase)_grain).OnActivateAsync(patience.Token).WaitAsync(patience.Token);
            _state = State.Active;
            RequestPump();
        }
#pragma warning disable CA1031 // Whatever a grain throws goes to those who wait for it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Runtime.Log.ActivationFailed(GrainId, exception);
            var left = End();
            owner.OnEnded(this, default);
            FailAll(left, exception);
            _deactivated?.TrySetResult();
        }
    }

    private static void FailAll(RequestList requests, Exception exception)
    {
        for (var request = requests.First; request is not null;)
        {
            var next = request.Next;
            request.Fail(exception);
            request = next;
        }
    }

    private void BeginDeactivation()
    {
        if (Running == 0 || _endingForced)
        {
            _state = State.Deactivating;
            _ = DeactivateAsync();
        }
        else if (_timers is null || !_timers.Exists(static timer => timer is ITimer))
        {
            // Running calls have some time to complete.
            var force = Runtime.Time.CreateTimer(
                static state => ((Activation)state!).Force(), this, Runtime.Collection.DeactivationTimeout, Timeout.InfiniteTimeSpan);
            (_timers ??= []).Add(force);
        }
    }

    private void Force()
    {
        _endingForced = true;
        RequestPump();
    }

    private async Task DeactivateAsync()
    {
        DisposeTimers();
        try
        {
            using var patience = new CancellationTokenSource(Runtime.Collection.DeactivationTimeout, Runtime.Time);
            await ((IGrainBase)_grain!).OnDeactivateAsync(_reason, patience.Token).WaitAsync(patience.Token);
        }
#pragma warning disable CA1031 // The activation ends in any case.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Runtime.Log.DeactivationFailed(GrainId, exception);
        }

        var left = End();
        owner.OnEnded(this, left.WithoutBound());
        _deactivated?.TrySetResult();
    }

    private RequestList End()
    {
        DisposeTimers();
        _state = State.Ended;
        return Close();
    }

    private void DisposeTimers()
    {
        var timers = _timers;
        _timers = null;
        timers?.ForEach(static timer => timer.Dispose());
    }
}
