namespace Iskra.Tests.Gateway.Transports;

/// <summary>The longest that a test waits for anything.</summary>
internal static class Bound
{
    internal static readonly TimeSpan Wait = Eventually.Patience;

    /// <summary>
    /// The longest that a test talks to one client. What comes by itself – heartbeats, events – would let a test that waits for the
    /// wrong frame wait for ever.
    /// </summary>
    internal static readonly TimeSpan Life = TimeSpan.FromMinutes(3);

    internal static CancellationTokenSource Start() => Start(TestContext.Current.CancellationToken);

    internal static CancellationTokenSource Start(CancellationToken life)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(life);
        source.CancelAfter(Wait);
        return source;
    }
}
