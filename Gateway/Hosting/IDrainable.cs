namespace Iskra.Gateway.Hosting;

/// <summary>Something that holds connections and gives them up when the gateway stops. Registered as a service, any number of them.</summary>
public interface IDrainable
{
    /// <summary>
    /// Closes the connections in batches spread over the budget, each with a jittered time to come back (close 1012). Returns when
    /// none is left, or when the budget is used up.
    /// </summary>
    /// <param name="budget">Time for all of it.</param>
    /// <param name="cancellationToken">Cancelled when waiting is over.</param>
    Task DrainAsync(TimeSpan budget, CancellationToken cancellationToken);
}
