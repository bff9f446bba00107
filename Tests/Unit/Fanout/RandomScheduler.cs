namespace Iskra.Tests.Unit.Fanout;

/// <summary>Runs asynchronous code on one thread; a seed decides which of the things that could happen next happens.</summary>
internal sealed class RandomScheduler(int seed) : SynchronizationContext
{
    private readonly Lock _gate = new();
    private readonly List<Action> _ready = [];

    internal Random Random { get; } = new(seed);

    public override void Post(SendOrPostCallback d, object? state) => Add(() => d(state));

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    /// <summary>Something that happens at a time of the scheduler's choice.</summary>
    internal void Add(Action step)
    {
        lock (_gate)
        {
            _ready.Add(step);
        }
    }

    /// <summary>An answer that comes at a time of the scheduler's choice.</summary>
    internal Task LaterAsync(Func<Exception?> outcome)
    {
        var later = new TaskCompletionSource();
        Add(() =>
        {
            if (outcome() is { } problem)
            {
                later.SetException(problem);
            }
            else
            {
                later.SetResult();
            }
        });
        return later.Task;
    }

    /// <summary>Runs until the task has ended.</summary>
    /// <param name="body">What to run.</param>
    /// <param name="whenIdle">Called when nothing can happen, to let time pass.</param>
    internal void Run(Func<Task> body, Action whenIdle)
    {
        var previous = Current;
        SetSynchronizationContext(this);
        try
        {
            var task = body();
            for (var steps = 0; !task.IsCompleted; steps++)
            {
                Assert.True(steps < 1_000_000, "The run does not end.");
                if (Take() is { } step)
                {
                    step();
                }
                else
                {
                    whenIdle();
                    Thread.Yield();
                }
            }

            task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(previous);
        }
    }

    private Action? Take()
    {
        lock (_gate)
        {
            if (_ready.Count == 0)
            {
                return null;
            }

            var index = Random.Next(_ready.Count);
            var step = _ready[index];
            _ready.RemoveAt(index);
            return step;
        }
    }
}
