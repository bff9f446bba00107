using System.Collections.Immutable;

namespace Iskra.Gateway.Observability;

/// <summary>
/// Which instruments of Microsoft Orleans and Npgsql are shown. A list, and not everything there is, so that the number of series
/// is known and measuring costs only what somebody looks at. On the embedded engine those of Orleans have no series.
/// </summary>
public static class BridgedInstruments
{
    /// <summary>Name of the meter of Microsoft Orleans.</summary>
    public const string Orleans = "Microsoft.Orleans";

    /// <summary>Name of the meter of the PostgreSQL driver.</summary>
    public const string Npgsql = "Npgsql";

    private const string Counter = "counter";
    private const string Gauge = "gauge";
    private const double FromMs = 1e-3;

    /// <summary>All of them.</summary>
    public static ImmutableArray<BridgedInstrument> All { get; } =
    [
        new(Orleans, "orleans-catalog-activations", "orleans_activations", Gauge, "Grain activations on this silo."),
        new(Orleans, "orleans-grains", "orleans_grains", Gauge, "Grain activations on this silo, by type.", "type"),
        new(Orleans, "orleans-catalog-activation-created", "orleans_activations_created_total", Counter, "Grains that were activated."),
        new(Orleans, "orleans-catalog-activation-destroyed", "orleans_activations_destroyed_total", Counter, "Grains that left memory."),
        new(Orleans, "orleans-catalog-activation-failed-to-activate", "orleans_activations_failed_total", Counter, "Grains that could not be activated."),
        new(Orleans, "orleans-app-requests-latency-count", "orleans_requests_total", Counter, "Grain calls that ended."),
        new(Orleans, "orleans-app-requests-latency-sum", "orleans_request_seconds_total", Counter, "Time that grain calls took together, in seconds.", Scale: FromMs),
        new(Orleans, "orleans-app-requests-timedout", "orleans_requests_timed_out_total", Counter, "Grain calls that got no answer in time."),
        new(Orleans, "orleans-messaging-rejected", "orleans_messages_rejected_total", Counter, "Messages that a silo rejected."),
        new(Orleans, "orleans-messaging-rerouted", "orleans_messages_rerouted_total", Counter, "Messages sent on because their grain was elsewhere."),
        new(Orleans, "orleans-messaging-expired", "orleans_messages_expired_total", Counter, "Messages dropped because their caller no longer waits."),
        new(Orleans, "orleans-messaging-sent-failed", "orleans_messages_failed_total", Counter, "Messages that could not be sent."),
        new(Orleans, "orleans-messaging-pings-reply-missed", "orleans_pings_missed_total", Counter, "Probes of other silos that were not answered."),
        new(Orleans, "orleans-gateway-connected-clients", "orleans_connected_clients", Gauge, "Cluster clients connected to this silo."),
        new(Orleans, "orleans-client-connected-gateways", "orleans_connected_silos", Gauge, "Silos that this client is connected to."),
        new(Orleans, "orleans-scheduler-long-running-turns", "orleans_long_turns_total", Counter, "Turns of a grain that took longer than they may."),
        new(Orleans, "orleans-reminders-active", "orleans_reminders_active", Gauge, "Reminders that this silo looks after."),
        new(Orleans, "orleans-storage-read-errors", "orleans_storage_read_errors_total", Counter, "Reads of grain state that failed."),
        new(Orleans, "orleans-storage-write-errors", "orleans_storage_write_errors_total", Counter, "Writes of grain state that failed."),
        new(Npgsql, "db.client.operation.duration", "db_client_operation_duration_seconds", "histogram", "Duration of database commands."),
        new(Npgsql, "db.client.operation.failed", "db_client_operations_failed_total", Counter, "Database commands that failed."),
        new(Npgsql, "db.client.operation.npgsql.executing", "db_client_operations_executing", Gauge, "Database commands under way."),
        new(Npgsql, "db.client.connection.count", "db_client_connections", Gauge, "Database connections, by state.", "db.client.connection.state"),
        new(Npgsql, "db.client.connection.max", "db_client_connections_max", Gauge, "Database connections that the pools may open."),
        new(Npgsql, "db.client.connection.npgsql.pending_requests", "db_client_pending_requests", Gauge, "Requests that wait for a database connection."),
        new(Npgsql, "db.client.connection.npgsql.timeouts", "db_client_connection_timeouts_total", Counter, "Requests that got no database connection in time."),
    ];
}
