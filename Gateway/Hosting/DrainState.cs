namespace Iskra.Gateway.Hosting;

/// <summary>Whether the gateway is on its way out. Once it is, it takes nothing new.</summary>
public sealed class DrainState : IDisposable
{
    private readonly CancellationTokenSource _draining = new();

    /// <summary>Whether the gateway refuses what is new.</summary>
    public bool IsDraining => _draining.IsCancellationRequested;

    /// <summary>Cancelled when the drain begins.</summary>
    public CancellationToken Draining => _draining.Token;

    /// <summary>Begins the drain.</summary>
    public void Begin() => _draining.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _draining.Dispose();
}
