namespace Iskra.Gateway.Sessions;

/// <summary>
/// The requests of one session that wait for their turn: they are handled one after the other, in order. Bounded; what comes
/// beyond the bound is refused with <c>overloaded</c>, so that a slow store never keeps the connection from being read.
/// </summary>
public sealed class FrameQueue
{
    /// <summary>Most requests that wait: more than the burst that a session may send.</summary>
    public const int MaxFrames = 512;

    private readonly Lock _gate = new();
    private Queue<Func<Task>>? _waiting;
    private bool _running;

    /// <summary>Adds a request. It is begun on this thread when nothing else waits.</summary>
    /// <param name="handle">Handles the request; must not throw.</param>
    /// <returns>False when the bound is reached.</returns>
    public bool TryAdd(Func<Task> handle)
    {
        lock (_gate)
        {
            if (_running)
            {
                _waiting ??= new Queue<Func<Task>>();
                if (_waiting.Count >= MaxFrames)
                {
                    return false;
                }

                _waiting.Enqueue(handle);
                return true;
            }

            _running = true;
        }

        _ = RunAsync(handle);
        return true;
    }

    /// <summary>Adds a request and waits until it has been handled.</summary>
    /// <exception cref="RefusedException">The bound is reached.</exception>
    public Task RunInTurnAsync(Func<Task> handle)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isTaken = TryAdd(async () =>
        {
            try
            {
                await handle();
                done.TrySetResult();
            }
            catch (Exception problem)
            {
                done.TrySetException(problem);
            }
        });
        return isTaken ? done.Task : throw Full();
    }

    internal static RefusedException Full() =>
        new(ErrorCode.Overloaded, $"{MaxFrames} requests of this session wait already; wait for replies before sending more.", 1);

    private async Task RunAsync(Func<Task> handle)
    {
        while (true)
        {
            await handle();
            lock (_gate)
            {
                if (_waiting is null || !_waiting.TryDequeue(out var next))
                {
                    // A session that waits for nothing holds nothing.
                    _waiting = null;
                    _running = false;
                    return;
                }

                handle = next;
            }
        }
    }
}
