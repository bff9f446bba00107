namespace Iskra.Tools.Feeding;

/// <summary>Brings samples to the server.</summary>
internal interface ISampleReporter : IAsyncDisposable
{
    /// <summary>Reports samples; when this returns, the server has stored them.</summary>
    /// <param name="samples">1 to 1,000 samples.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ReportRefusedException">The server understood and refused.</exception>
    /// <exception cref="Exception">Anything else: the server cannot be reached; try again later.</exception>
    Task ReportAsync(IReadOnlyList<FeedSample> samples, CancellationToken cancellation);
}
