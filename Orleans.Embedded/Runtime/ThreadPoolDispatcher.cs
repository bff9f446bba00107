namespace Orleans.Runtime;

/// <summary>Runs turns on the thread pool.</summary>
internal sealed class ThreadPoolDispatcher : ITurnDispatcher
{
    public void Dispatch(TurnScheduler scheduler) => ThreadPool.UnsafeQueueUserWorkItem(scheduler, preferLocal: true);
}
