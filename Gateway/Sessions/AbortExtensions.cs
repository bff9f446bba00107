namespace Iskra.Gateway.Sessions;

/// <summary>Cuts connections from outside of their requests.</summary>
internal static class AbortExtensions
{
    /// <summary>
    /// Cuts the connection of a request. The request may end at the same time, on another thread; then there is nothing to cut, and
    /// an exception would reach a thread that belongs to somebody else.
    /// </summary>
    internal static void AbortUnlessEnded(this HttpContext context)
    {
        try
        {
            context.Abort();
        }
        catch (ObjectDisposedException)
        {
            // It has ended.
        }
    }
}
