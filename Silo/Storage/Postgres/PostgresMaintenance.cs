using Microsoft.Extensions.Logging;

namespace Iskra.Silo.Storage.Postgres;

/// <summary>
/// Makes partitions ahead and removes what has outlived its retention, in bounded steps. Of several processes one works at a time,
/// and the others leave it to it.
/// </summary>
public sealed partial class PostgresMaintenance(
    PostgresDatabase database, StorageOptions options, TimeProvider time, ILogger<PostgresMaintenance> logger) : IStoreMaintenance
{
    private bool _policiesApplied;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (database.HasHypertable)
        {
            await ApplyPoliciesAsync(cancellationToken);
        }
        else
        {
            var day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
            await new SamplePartitions(database).KeepAsync(day, options.MetricRetentionDays, cancellationToken);
        }

        await SweepAsync(cancellationToken);
    }

    private async Task ApplyPoliciesAsync(CancellationToken cancellationToken)
    {
        if (_policiesApplied)
        {
            return;
        }

        foreach (var statement in Schema.HypertablePolicies.Statements(options.MetricRetentionDays))
        {
            await database.ExecuteAsync(statement, cancellationToken);
        }

        _policiesApplied = true;
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var retention = new RowRetention(database);
        var events = await retention.DeleteEventsBeforeAsync(now.AddDays(-options.EventRetentionDays), cancellationToken)
            + await retention.DeleteEventsBeyondAsync(options.EventsPerChannel, cancellationToken)
            + await retention.DeleteRecordsBeforeAsync(now.AddDays(-options.DeltaRetentionDays), cancellationToken);
        var states = await retention.DeleteStatesAsync(
            GrainStateSweep.ConnectionType, TimeSpan.FromMinutes(options.ConnectionStateMinutes), cancellationToken);
        if (events + states > 0)
        {
            LogSwept(logger, events, states);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Events} old events and records and the states of {Sessions} ended sessions were removed.")]
    private static partial void LogSwept(ILogger logger, int events, int sessions);
}
