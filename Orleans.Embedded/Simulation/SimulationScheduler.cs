using Orleans.Runtime;

namespace Orleans.Simulation;

/// <summary>Runs all turns on one thread, the next one chosen at random among those that could run.</summary>
internal sealed class SimulationScheduler(Random random, VirtualTime time, SimulationTrace trace, SimulationOptions options) : ITurnDispatcher
{
    /// <summary>How long to wait, when nothing can run, for code that continued on another thread to show itself.</summary>
    private static readonly TimeSpan StrayPatience = TimeSpan.FromSeconds(2);

    private readonly List<TurnScheduler> _runnable = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private int _lastNumber;
    private volatile bool _strayed;
    private bool _stopped;

    /// <summary>Turns that have run.</summary>
    public int Steps { get; private set; }

    public void Dispatch(TurnScheduler scheduler)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            _strayed = true;
        }
        else if (!_stopped)
        {
            scheduler.TraceNumber = scheduler.TraceNumber == 0 ? ++_lastNumber : scheduler.TraceNumber;
            _runnable.Add(scheduler);
        }
    }

    /// <summary>What another thread adds has left the simulation, also when it slips into a scheduler that is running.</summary>
    public void Added() => _strayed |= Environment.CurrentManagedThreadId != _thread;

    /// <summary>Runs turns until a task has completed.</summary>
    /// <exception cref="SimulationException">It cannot complete, or a bound was passed.</exception>
    public void RunUntil(Task end)
    {
        while (!end.IsCompleted)
        {
            RefuseStrays();
            if (_runnable.Count > 0)
            {
                RunOne();
            }
            else if (!time.FireNext(options.MaxTime))
            {
                throw NothingRunnable();
            }
        }
    }

    /// <summary>Nothing runs any more.</summary>
    public void Stop()
    {
        _stopped = true;
        _runnable.Clear();
    }

    private void RunOne()
    {
        if (Steps++ >= options.MaxSteps)
        {
            throw new SimulationException($"It has not ended after {options.MaxSteps} steps.");
        }

        var index = random.Next(_runnable.Count);
        var scheduler = _runnable[index];
        trace.Add(scheduler.TraceNumber, null, scheduler);
        if (!scheduler.RunTurn())
        {
            _runnable[index] = _runnable[^1];
            _runnable.RemoveAt(_runnable.Count - 1);
        }
    }

    private void RefuseStrays()
    {
        if (_strayed)
        {
            throw new SimulationException(
                "Something continued on another thread. Code in a simulation must not use Task.Run, ConfigureAwait(false), real timers or real I/O.");
        }
    }

    private SimulationException NothingRunnable()
    {
        SpinWait.SpinUntil(() => _strayed, StrayPatience);
        RefuseStrays();

        return new SimulationException("Nothing can run any more and no timer is pending, but the code has not ended: a deadlock.");
    }
}
