using System.Globalization;
using Iskra.Gateway.Sockets;

namespace Iskra.Gateway.Sessions;

/// <content>How the sessions leave when the gateway stops.</content>
public sealed partial class SessionManager
{
    private const int DrainBatches = 20;
    private static readonly TimeSpan ReturnSpread = TimeSpan.FromSeconds(3);

    /// <summary>Whether the sessions are leaving; none is opened any more.</summary>
    public bool IsDraining => _isDraining;

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

    /// <summary>What a client is told that must leave: when to come back, each at a time of its own, so that they come one after the other.</summary>
    internal static string ReturnReason()
    {
        var seconds = 0.2 + (Random.Shared.NextDouble() * ReturnSpread.TotalSeconds);
        return string.Create(CultureInfo.InvariantCulture, $"retry_after={seconds:0.0}");
    }

    private static void SendAway(Session session) => session.Connection.Close(CloseCode.ServiceRestart, ReturnReason());
}
