namespace Iskra.Gateway.Hosting;

/// <summary>
/// Empties the gateway before anything stops: first it is not ready any more and refuses what is new, then the connections are
/// closed over the budget. Only then do the web server, the silo and the storage stop.
/// </summary>
public sealed partial class DrainService(
    DrainState state, GatewayOptions options, IEnumerable<IDrainable> drainables, ILogger<DrainService> logger) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        state.Begin();
        LogDraining(options.DrainMs);
        var budget = TimeSpan.FromMilliseconds(options.DrainMs);
        try
        {
            await Task.WhenAll(drainables.Select(drainable => drainable.DrainAsync(budget, cancellationToken)));
        }
        catch (OperationCanceledException)
        {
            LogCutShort();
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping: connections are closed over {BudgetMs} ms.")]
    private partial void LogDraining(int budgetMs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The time for stopping is over before all connections were closed.")]
    private partial void LogCutShort();
}
