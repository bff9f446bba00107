namespace Orleans.Runtime;

/// <summary>What the base classes and extension methods need of an activation beyond <see cref="IGrainContext"/>.</summary>
internal interface IActivation : IGrainContext
{
    IGrainFactory GrainFactory { get; }

    IGrainTimer RegisterTimer<TState>(Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options);

    void DelayDeactivation(TimeSpan timeSpan);
}
