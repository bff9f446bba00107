namespace Iskra;

/// <summary>Reads the store for somebody who waits for it.</summary>
internal static class StoreRead
{
    /// <summary>Longest wait for the store.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Reads within <see cref="Timeout"/>.</summary>
    /// <param name="read">The read; its token ends it.</param>
    /// <param name="what">What is read, for the message of a refusal: "The history".</param>
    /// <param name="late">The message when it was too slow.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="RefusedException"><c>overloaded</c> when the store is away, <c>timeout</c> when it was too slow.</exception>
    public static async Task<T> BoundedAsync<T>(Func<CancellationToken, Task<T>> read, string what, string late, TimeProvider time)
    {
        using var bound = new CancellationTokenSource(Timeout, time);
        try
        {
            return await read(bound.Token).WaitAsync(bound.Token);
        }
        catch (StoreUnavailableException)
        {
            throw new RefusedException(ErrorCode.Overloaded, what + " cannot be read: the store is away. Try again.", 1);
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested)
        {
            throw new RefusedException(ErrorCode.Timeout, late);
        }
    }

    /// <inheritdoc cref="BoundedAsync{T}(Func{CancellationToken, Task{T}}, string, string, TimeProvider)"/>
    public static Task<T> BoundedAsync<T>(Func<CancellationToken, Task<T>> read, string what, TimeProvider time) =>
        BoundedAsync(read, what, $"The store did not answer within {Timeout.TotalSeconds} s.", time);
}
