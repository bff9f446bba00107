using Iskra.Gateway.Hosting;
using Iskra.Silo.Hosting;

namespace Iskra.Gateway.Sessions;

/// <summary>
/// Every call of this gateway to the cluster goes through here: it ends within the request time-out, and it is not made while
/// the circuit is open.
/// </summary>
public sealed class ClusterCalls
{
    private readonly Lock _gate = new();
    private readonly CircuitBreaker _breaker = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly ClusterPresence? _presence;

    /// <summary>Calls with the time-out of the options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="time">The clock.</param>
    /// <param name="presence">Whether there is a cluster to call; null where there always is.</param>
    public ClusterCalls(GatewayOptions options, TimeProvider time, ClusterPresence? presence = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _presence = presence;
        _timeout = TimeSpan.FromMilliseconds(options.RequestTimeoutMs);
        _time = time;
    }

    /// <summary>The state of the circuit.</summary>
    public CircuitState State
    {
        get
        {
            lock (_gate)
            {
                return _breaker.State;
            }
        }
    }

    /// <summary>Makes a call.</summary>
    /// <exception cref="RefusedException">The cluster refused, did not answer in time (<c>timeout</c>) or is away (<c>overloaded</c>).</exception>
    /// <exception cref="CircuitOpenException">The call was not made.</exception>
    public async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (_presence is { IsReached: false }) throw new RefusedException(ErrorCode.Overloaded, "The cluster has not been reached yet; try again.", 1);
        Enter();
        try
        {
            var answer = await call().WaitAsync(_timeout, _time);
            Report(failed: false);
            return answer;
        }
        catch (RefusedException)
        {
            // A refusal is an answer: the cluster is well, be the store away or not.
            Report(failed: false);
            throw;
        }
        catch (Exception problem)
        {
            Report(failed: true);
            throw Translate(problem);
        }
    }

    /// <summary>Makes a call without a result.</summary>
    /// <exception cref="RefusedException">As <see cref="CallAsync{T}"/>.</exception>
    /// <exception cref="CircuitOpenException">The call was not made.</exception>
    public Task CallAsync(Func<Task> call) => CallAsync(async () =>
    {
        await call();
        return true;
    });

    private static Exception Translate(Exception problem) => problem switch
    {
        TimeoutException => new RefusedException(ErrorCode.Timeout, "The cluster did not answer in time; try again.", 1),
        OrleansException => new RefusedException(ErrorCode.Overloaded, "A part of the cluster is away; try again.", 1),
        _ => problem,
    };

    private void Enter()
    {
        lock (_gate)
        {
            if (!_breaker.TryEnter(_time.GetUtcNow(), out var retryAfter))
            {
                throw new CircuitOpenException(retryAfter);
            }
        }
    }

    private void Report(bool failed)
    {
        lock (_gate)
        {
            if (failed)
            {
                _breaker.Failed(_time.GetUtcNow());
            }
            else
            {
                _breaker.Succeeded(_time.GetUtcNow());
            }
        }
    }
}
