namespace Iskra.Tests.Gateway.Transports;

/// <summary>The longest that a test waits for anything.</summary>
internal static class Bound
{
    internal static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);

    internal static CancellationTokenSource Start()
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        source.CancelAfter(Wait);
        return source;
    }
}
