namespace Orleans.Runtime;

/// <summary>Decides when and where a scheduler that has turns to run may run them.</summary>
internal interface ITurnDispatcher
{
    /// <summary>The scheduler has turns to run. It is not dispatched again before it has run some.</summary>
    void Dispatch(TurnScheduler scheduler);

    /// <summary>Something to run was added to a scheduler, whether it is idle or running; called on the thread that adds it.</summary>
    void Added()
    {
    }
}
