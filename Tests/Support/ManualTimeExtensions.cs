namespace Iskra.Tests;

/// <summary>Waiting while a <see cref="ManualTime"/> stands.</summary>
public static class ManualTimeExtensions
{
    /// <summary>
    /// Waits for a result without moving the clock. A timer that is set on another thread only after the clock has reached its
    /// time falls due at once; here it fires as it would on a running clock.
    /// </summary>
    /// <param name="time">The clock.</param>
    /// <param name="awaited">What is waited for.</param>
    /// <param name="what">What that is, for the message of the failure.</param>
    public static async Task<T> StandUntilAsync<T>(this ManualTime time, Task<T> awaited, string what)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(awaited);
        await Eventually.TrueAsync(
            () =>
            {
                if (!awaited.IsCompleted) time.Advance(TimeSpan.Zero);
                return awaited.IsCompleted;
            },
            what);
        return await awaited;
    }
}
