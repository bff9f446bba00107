namespace Orleans.Runtime;

/// <summary>
/// Carries a cancellation from the caller of a call to the grain: the caller's task ends at once, and the token that the grain
/// was given is cancelled in a turn of the grain.
/// </summary>
internal sealed class CallCancellation : IDisposable
{
    private readonly GrainCall _call;
    private readonly CancellationTokenSource _grainSide = new();
    private CancellationTokenRegistration _registration;

    private CallCancellation(GrainCall call, CancellationToken token)
    {
        _call = call;
        Token = token;
    }

    /// <summary>The token of the caller.</summary>
    public CancellationToken Token { get; }

    /// <summary>Replaces the token among the arguments of a call by one that the engine controls.</summary>
    public static void Attach(GrainCall call)
    {
        var token = call.CancellationToken;
        if (!token.CanBeCanceled)
        {
            return;
        }

        var cancellation = new CallCancellation(call, token);
        call.Cancellation = cancellation;
        call.CancellationToken = cancellation._grainSide.Token;
        cancellation._registration = token.UnsafeRegister(static state => ((CallCancellation)state!).OnCanceled(), cancellation);
    }

    /// <summary>The answer has come.</summary>
    public void Dispose() => _registration.Unregister();

    /// <summary>Tells the grain that nobody waits for the answer any more.</summary>
    public void CancelGrainSide()
    {
        if (_call.Host is { } host)
        {
            Task.Factory.StartNew(
                static state => ((CancellationTokenSource)state!).Cancel(),
                _grainSide,
                CancellationToken.None,
                TaskCreationOptions.DenyChildAttach,
                host);
        }
        else
        {
            _grainSide.Cancel();
        }
    }

    private void OnCanceled()
    {
        CancelGrainSide();
        _call.Cancel();
    }
}
