using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>Ends activations that have been idle for longer than their class allows.</summary>
internal sealed class ActivationCollector(EmbeddedRuntime runtime) : IBackgroundWork, IDisposable
{
    private ITimer? _timer;

    public void Start()
    {
        var quantum = runtime.Collection.CollectionQuantum;
        _timer = runtime.Time.CreateTimer(static state => ((ActivationCollector)state!).Collect(), this, quantum, quantum);
    }

    public void Dispose() => _timer?.Dispose();

    /// <summary>Ends activations that have been idle for some time, whatever their class allows.</summary>
    public void Collect(TimeSpan age) => Collect(_ => age);

    private void Collect() => Collect(static activation => activation.Class.CollectionAge);

    private void Collect(Func<Activation, TimeSpan> ageOf)
    {
        foreach (var activation in runtime.Catalog.Snapshot())
        {
            var age = ageOf(activation);
            if (activation.IsIdleFor(age))
            {
                activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationIdle, $"It was idle for {age}."), default);
            }
        }
    }
}
