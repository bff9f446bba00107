namespace Iskra.Gateway.Observability;

/// <summary>Disposes of what stands behind a port, however it wants it.</summary>
internal static class Disposal
{
    internal static ValueTask OfAsync(object inner)
    {
        switch (inner)
        {
            case IAsyncDisposable later:
                return later.DisposeAsync();
            case IDisposable now:
                now.Dispose();
                break;
        }

        return ValueTask.CompletedTask;
    }
}
