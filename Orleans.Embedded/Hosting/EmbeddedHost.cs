using Microsoft.Extensions.Hosting;
using Orleans.Reminders;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>Starts the engine with its host and, when it stops, ends all activations in good order.</summary>
internal sealed class EmbeddedHost(EmbeddedRuntime runtime, ActivationCollector collector, ReminderService reminders) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        collector.Start();
        await reminders.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        reminders.Dispose();
        collector.Dispose();
        await runtime.Catalog.StopAsync(cancellationToken);
    }
}
