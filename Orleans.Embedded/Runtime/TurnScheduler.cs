namespace Orleans.Runtime;

/// <summary>
/// Runs tasks one after the other, never two at once. Everything an activation does goes through its scheduler: each task is
/// a turn, and the continuation of an await is a turn of its own.
/// </summary>
internal class TurnScheduler(ITurnDispatcher dispatcher) : TaskScheduler, IThreadPoolWorkItem
{
    /// <summary>Turns that run before others waiting for the thread get their chance.</summary>
    private const int TurnsPerDispatch = 64;

    private static readonly object PumpTurn = new();
    private static readonly Action<object?> PumpAction = static state => ((TurnScheduler)state!).Pump();

    private TurnQueue _turns;
    private Status _status;
    private bool _pumpQueued;

    private enum Status : byte
    {
        Idle,
        Dispatched,
        Running,
        Dead,
    }

    /// <inheritdoc/>
    public sealed override int MaximumConcurrencyLevel => 1;

    /// <summary>Its name in the trace of a simulation.</summary>
    public virtual string TraceName => GetType().Name;

    /// <summary>Its number in the trace of a simulation; 0 outside of one.</summary>
    public int TraceNumber { get; set; }

    /// <summary>Guards what other threads reach. The object itself serves, to spare each activation another one.</summary>
    protected object Gate => this;

    /// <summary>Runs turns on the calling thread until there are none left, or others should have a chance.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        for (var i = 0; i < TurnsPerDispatch; i++)
        {
            if (!RunTurn())
            {
                return;
            }
        }

        dispatcher.Dispatch(this);
    }

    /// <summary>Runs one turn.</summary>
    /// <returns>Whether more are waiting; then the caller has to see to it that they run.</returns>
    internal bool RunTurn()
    {
        object? turn;
        lock (Gate)
        {
            turn = _turns.Dequeue();
            _pumpQueued &= !ReferenceEquals(turn, PumpTurn);
            _status = _status == Status.Dead ? Status.Dead : Status.Running;
        }

        if (turn is not null)
        {
            Run(turn);
        }

        lock (Gate)
        {
            var more = _turns.Count > 0;
            _status = _status == Status.Dead ? Status.Dead : more ? Status.Dispatched : Status.Idle;
            return more;
        }
    }

    /// <summary>Drops all turns, now and from now on, as if the process had died.</summary>
    internal void Kill()
    {
        lock (Gate)
        {
            _status = Status.Dead;
            _turns.Clear();
        }
    }

    /// <summary>Asks for a turn in which <see cref="Pump"/> runs.</summary>
    protected void RequestPump()
    {
        bool dispatch;
        lock (Gate)
        {
            if (_pumpQueued)
            {
                return;
            }

            _pumpQueued = true;
            dispatch = Add(PumpTurn);
        }

        if (dispatch)
        {
            dispatcher.Dispatch(this);
        }
    }

    /// <summary>A turn that was asked for with <see cref="RequestPump"/>.</summary>
    protected virtual void Pump()
    {
    }

    /// <inheritdoc/>
    protected sealed override void QueueTask(Task task)
    {
        bool dispatch;
        lock (Gate)
        {
            dispatch = Add(task);
        }

        if (dispatch)
        {
            dispatcher.Dispatch(this);
        }
    }

    /// <inheritdoc/>
    protected sealed override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(RuntimeContext.Scheduler, this) && TryExecuteTask(task);

    /// <inheritdoc/>
    protected sealed override IEnumerable<Task> GetScheduledTasks() => [];

    private bool Add(object turn)
    {
        if (_status == Status.Dead)
        {
            return false;
        }

        _turns.Enqueue(turn);
        dispatcher.Added();
        if (_status != Status.Idle)
        {
            return false;
        }

        _status = Status.Dispatched;
        return true;
    }

    private void Run(object turn)
    {
        var previous = RuntimeContext.Scheduler;
        RuntimeContext.Scheduler = this;
        try
        {
            // A pump runs within a task too, so that what it starts finds this scheduler as the current one.
            var task = turn as Task ?? new Task(PumpAction, this, CancellationToken.None, TaskCreationOptions.DenyChildAttach);
            if (ReferenceEquals(turn, PumpTurn))
            {
                task.RunSynchronously(this);
            }
            else
            {
                TryExecuteTask(task);
            }
        }
        finally
        {
            RuntimeContext.Scheduler = previous;
        }
    }
}
