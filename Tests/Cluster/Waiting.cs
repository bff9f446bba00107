namespace Iskra.Tests.Cluster;

/// <summary>Waits for what processes do; it takes seconds rather than milliseconds.</summary>
public static class Waiting
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks until the answer is yes.</summary>
    /// <exception cref="TimeoutException">It was not within the bound.</exception>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what, TimeSpan bound)
    {
        using var timer = new PeriodicTimer(Interval);
        using var patience = new CancellationTokenSource(bound);
        try
        {
            while (!await condition())
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException($"Within {bound.TotalSeconds:0} s it did not happen that {what}.");
        }
    }

    /// <inheritdoc cref="UntilAsync(Func{Task{bool}}, string, TimeSpan)"/>
    public static Task UntilAsync(Func<bool> condition, string what, TimeSpan bound) => UntilAsync(() => Task.FromResult(condition()), what, bound);

    /// <summary>Lets time pass, as the clients and the processes under test see it.</summary>
    public static async Task PassAsync(TimeSpan span, CancellationToken cancellationToken = default)
    {
        if (span <= TimeSpan.Zero)
        {
            return;
        }

        using var timer = new PeriodicTimer(span);
        await timer.WaitForNextTickAsync(cancellationToken);
    }
}
