using Orleans.Runtime;

namespace Orleans;

/// <summary>Base of grain classes. Everything in it runs in turns that never overlap.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <summary>Made by the engine, within the activation whose turn it is.</summary>
    protected Grain()
        : this(RuntimeContext.Require())
    {
    }

    /// <summary>Made for an activation.</summary>
    protected Grain(IGrainContext grainContext) => GrainContext = grainContext;

    /// <inheritdoc/>
    public IGrainContext GrainContext { get; }

    /// <summary>A reference to this grain.</summary>
    public GrainReference GrainReference => GrainContext.GrainReference;

    /// <summary>Identity of the grain as text.</summary>
    public string IdentityString => GrainContext.GrainId.ToString();

    /// <summary>Makes references to other grains.</summary>
    protected IGrainFactory GrainFactory => OwnActivation.GrainFactory;

    /// <summary>The services of the process.</summary>
    protected internal IServiceProvider ServiceProvider => GrainContext.ActivationServices;

    private IActivation OwnActivation => (IActivation)GrainContext;

    /// <summary>Runs before the first call.</summary>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after the last call, but not after a crash.</summary>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends the activation once the running calls have completed; the next call makes a new one.</summary>
    protected void DeactivateOnIdle() => GrainContext.Deactivate(
        new DeactivationReason(DeactivationReasonCode.ApplicationRequested, $"{nameof(DeactivateOnIdle)} was called."));

    /// <summary>Keeps the activation from being collected for some time.</summary>
    /// <param name="timeSpan">For how long from now; <see cref="Timeout.InfiniteTimeSpan"/> for ever, a negative span no longer.</param>
    protected void DelayDeactivation(TimeSpan timeSpan) => OwnActivation.DelayDeactivation(timeSpan);
}
