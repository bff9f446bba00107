using Iskra.Gateway.Hosting;
using Iskra.Silo.Hosting;

namespace Iskra.Gateway.Sessions;

/// <summary>
/// Every call of this gateway to the cluster goes through here: it ends within the request time-out, or soon after a silo has gone
/// that it may have been made to, and it is not made while the circuit is open.
/// </summary>
public sealed class ClusterCalls
{
    /// <summary>How often a call that is sent back is made; over some two seconds, in which a silo that stops has been left.</summary>
    public const int MaxAttempts = 13;

    /// <summary>How long a call that was sent back waits before it is made again; twice as long each time, up to <see cref="LongestPause"/>.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest such wait.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly CircuitBreaker _breaker = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly ClusterPresence? _presence;
    private readonly Func<Exception, bool> _wasSentBack;

    /// <summary>Calls with the time-out of the options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="time">The clock.</param>
    /// <param name="presence">Whether there is a cluster to call; null where there always is.</param>
    public ClusterCalls(GatewayOptions options, TimeProvider time, ClusterPresence? presence = null)
        : this(options, time, presence, CallFaults.WasSentBack)
    {
    }

    /// <summary>The same, with what tells calls that were sent back.</summary>
    internal ClusterCalls(GatewayOptions options, TimeProvider time, ClusterPresence? presence, Func<Exception, bool> wasSentBack)
    {
        ArgumentNullException.ThrowIfNull(options);
        _wasSentBack = wasSentBack;
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

    /// <summary>Makes a call; again, up to <see cref="MaxAttempts"/> times, when it was sent back by a silo that is stopping.</summary>
    /// <exception cref="RefusedException">The cluster refused, did not answer in time (<c>timeout</c>) or is away (<c>overloaded</c>).</exception>
    /// <exception cref="CircuitOpenException">The call was not made.</exception>
    public async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (_presence is { IsReached: false }) throw new RefusedException(ErrorCode.Overloaded, "The cluster has not been reached yet; try again.", 1);
        Enter();
        var left = _presence?.CallsFromNow ?? CancellationToken.None;
        try
        {
            var answer = await MakeAsync(call).WaitAsync(_timeout, _time, left);
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
            throw Translate(problem, left);
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

    private async Task<T> MakeAsync<T>(Func<Task<T>> call)
    {
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception sentBack) when (attempt < MaxAttempts && _wasSentBack(sentBack))
            {
                await Task.Delay(pause, _time);
            }

            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private static Exception Translate(Exception problem, CancellationToken left) => problem switch
    {
        TimeoutException => new RefusedException(ErrorCode.Timeout, "The cluster did not answer in time; try again.", 1),
        OrleansException => new RefusedException(ErrorCode.Overloaded, "A part of the cluster is away; try again.", 1),
        OperationCanceledException when left.IsCancellationRequested =>
            new RefusedException(ErrorCode.Overloaded, "A part of the cluster has gone while it was asked; try again.", 1),
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
