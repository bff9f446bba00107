using System.Globalization;
using Iskra.Gateway.Sockets;

namespace Iskra.Gateway.Sessions;

/// <content>How the sessions leave when the gateway stops.</content>
public sealed partial class SessionManager
{
    private const int DrainBatches = 20;
    private static readonly TimeSpan ReturnSpread = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public async Task DrainAsync(TimeSpan budget, CancellationToken cancellationToken)
    {
        _isDraining = true;
        var sessions = Sessions.All.ToArray();
        var batch = Math.Max(1, (sessions.Length + DrainBatches - 1) / DrainBatches);
        var pause = budget / 2 / DrainBatches;
        for (var i = 0; i < sessions.Length; i++)
        {
            SendAway(sessions[i]);
            if ((i + 1) % batch == 0 && pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, _time, cancellationToken);
            }
        }

        var until = _time.GetTimestamp();
        while ((Sessions.Count > 0 || Volatile.Read(ref _opening) > 0) && _time.GetElapsedTime(until) < budget / 2)
        {
            // Also those that were being opened when the drain began; who has been told already is not told again.
            foreach (var session in Sessions.All)
            {
                SendAway(session);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), _time, cancellationToken);
        }

        foreach (var session in Sessions.All)
        {
            session.Connection.Close(CloseCode.GoingAway, "the gateway stops", dropWaiting: true);
            session.Connection.Abort();
        }

        // The cluster may be gone when the services are disposed of; now it can still be told.
        await _hubs.DisposeAsync();
    }
    private static void SendAway(Session session)
    {
        // Clients come back one after the other: each is told a time of its own.
        var retryAfter = (0.2 + (Random.Shared.NextDouble() * ReturnSpread.TotalSeconds)).ToString("0.0", CultureInfo.InvariantCulture);
        session.Connection.Close(CloseCode.ServiceRestart, $"retry_after={retryAfter}");
    }
}
