namespace Iskra.Gateway.Observability;

/// <summary>
/// What is counted for the live connections of one endpoint. Get it once a connection
/// (<see cref="RealtimeMetrics.Endpoint"/>) and keep it.
/// </summary>
public sealed class EndpointMetrics
{
    private readonly RealtimeMetrics _metrics;
    private readonly RoundTripWindow _roundTrips;
    private readonly Counter _accepted;
    private readonly Counter _refused;
    private readonly Counter _closed;
    private readonly Counter _failed;
    private readonly Counter _reconnections;

    internal EndpointMetrics(RealtimeMetrics metrics, string endpoint, RoundTripWindow roundTrips)
    {
        _metrics = metrics;
        _roundTrips = roundTrips;
        _accepted = metrics.Connections.With("accepted", endpoint);
        _refused = metrics.Connections.With("refused", endpoint);
        _closed = metrics.Connections.With("closed", endpoint);
        _failed = metrics.Connections.With("failed", endpoint);
        _reconnections = metrics.Reconnections.With(endpoint);
    }

    /// <summary>A connection was accepted. Each is followed by one <see cref="Closed"/>.</summary>
    /// <param name="timestamp"><see cref="TimeProvider.GetTimestamp"/> now; the same goes to <see cref="Closed"/>.</param>
    public void Accepted(long timestamp)
    {
        _accepted.Increment();
        _metrics.ConnectionOpened(timestamp);
    }

    /// <summary>A connection was refused: limits, origin, token, drain.</summary>
    public void Refused() => _refused.Increment();

    /// <summary>A session continued after its connection was lost.</summary>
    public void Reconnected()
    {
        _reconnections.Increment();
        _metrics.Reconnected();
    }

    /// <summary>An accepted connection has ended.</summary>
    /// <param name="acceptedTimestamp">What <see cref="Accepted"/> was given.</param>
    /// <param name="hasFailed">Whether it ended badly: heartbeat missed, slow consumer, reset.</param>
    public void Closed(long acceptedTimestamp, bool hasFailed)
    {
        (hasFailed ? _failed : _closed).Increment();
        _metrics.ConnectionClosed(acceptedTimestamp, hasFailed);
    }

    /// <summary>A heartbeat was answered.</summary>
    /// <param name="roundTrip">The time between ping and pong.</param>
    public void RoundTrip(TimeSpan roundTrip)
    {
        _roundTrips.Add(roundTrip);
        _metrics.RoundTrip(roundTrip);
    }
}
