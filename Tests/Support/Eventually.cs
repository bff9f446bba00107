namespace Iskra.Tests;

/// <summary>Waits for what is observed only by asking.</summary>
public static class Eventually
{
    /// <summary>Longest wait: more than anything takes on a busy machine. Who waits is told at once when it is there.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Shortest time from one question to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    /// <summary>Asks until the answer is yes.</summary>
    /// <param name="condition">The question.</param>
    /// <param name="what">What is waited for, for the message of the failure.</param>
    /// <param name="patience">Longest wait, where it is not <see cref="Patience"/>.</param>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? patience = null)
    {
        using var timer = new PeriodicTimer(Interval);
        using var bound = new CancellationTokenSource(patience ?? Patience);
        while (!await condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(bound.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Within {(patience ?? Patience).TotalSeconds:0} s it did not happen that {what}.");
            }
        }
    }

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, string, TimeSpan?)"/>
    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? patience = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, patience);
}
