using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Iskra.Silo.Hosting;

/// <summary>
/// Keeps what a silo knows of the members, and what they know of it, as fresh after an outage of the database as before. Orleans makes
/// the pauses between its tries longer, up to a minute; for so long after the outage a silo would not learn that another has died, and
/// all would be taken for dead already, so that the vote of one would be enough.
/// </summary>
internal sealed partial class MembershipKeeper(
    IClusterMembershipService members,
    IMembershipTable table,
    ILocalSiloDetails silo,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<MembershipKeeper> logger) : PeriodicService(Interval, time)
{
    /// <summary>
    /// How often a silo reads the members although nobody told it of a change. A silo that was paused and has been declared dead
    /// learns it by then, and ends.
    /// </summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly TimeProvider _time = time;
    private bool _wasAway;

    /// <inheritdoc/>
    protected override Task WaitToBeginAsync(CancellationToken cancellationToken) => lifetime.WaitForStartAsync(cancellationToken);

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (_wasAway)
        {
            await table.UpdateIAmAlive(new MembershipEntry { SiloAddress = silo.SiloAddress, IAmAliveTime = _time.GetUtcNow().UtcDateTime });
            _wasAway = false;
            LogBack();
        }

        await members.Refresh(cancellationToken: cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Failed(Exception failure)
    {
        if (!_wasAway) LogAway(failure);
        _wasAway = true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The members of the cluster cannot be read.")]
    private partial void LogAway(Exception failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "The members of the cluster can be read again.")]
    private partial void LogBack();
}
