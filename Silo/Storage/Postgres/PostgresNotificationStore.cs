using System.Collections.Immutable;
using Iskra.Alerts;
using Iskra.Notifications;
using Npgsql;
using NpgsqlTypes;

namespace Iskra.Silo.Storage.Postgres;

/// <summary>The outbox of notifications in table <c>notification</c>.</summary>
/// <param name="database">The database.</param>
public sealed class PostgresNotificationStore(PostgresDatabase database) : INotificationStore
{
    /// <summary>Most entries that are read at once; more than any outbox takes.</summary>
    public const int MaxLoaded = 10_000;

    /// <summary>Most entries that are forgotten at once.</summary>
    public const int MaxForgotten = 5_000;

    private const string Columns =
        "number, receiver, key, integration, priority, role, step, fingerprints, status, tries, unknown_tries, parts_sent, "
        + "enqueued_at, next_try_at, claimed_until, problem, must_announce, version";

    private const string Open = "(status in ('pending', 'claimed') or must_announce)";

    // Fingerprints have no blanks, so that an array of arrays goes as an array of texts.
    private const string AddSql =
        """
        insert into notification (receiver, key, integration, priority, role, step, fingerprints, status, enqueued_at, next_try_at, notification)
        select $1, n.key, n.integration, n.priority, n.role, n.step, string_to_array(n.fingerprints, ' '), 'pending', $2, $2, n.notification
        from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::json[])
          with ordinality as n (key, integration, priority, role, step, fingerprints, notification, place)
        order by n.place
        on conflict (key) do nothing
        """;

    private const string FindSql = $"select {Columns} from notification where key = any ($1) and {Open} order by number";

    private const string LoadSql = $"select {Columns} from notification where receiver = $1 and {Open} order by number limit $2";

    private const string ReadSql = "select notification from notification where number = $1";

    // Of the alerts of a notification those that fire come first.
    private const string OfAlertSql =
        $"""
        select * from (
          select {Columns}, updated_at, notification -> 'alerts' -> 0 ->> 'status' <> 'resolved' as firing
          from notification where fingerprints @> array[$1] order by number desc limit $2) newest
        order by number
        """;

    private const string SaveSql =
        """
        update notification set status = $3, tries = $4, unknown_tries = $5, parts_sent = $6, next_try_at = $7, claimed_until = $8,
          problem = $9, must_announce = $10, version = $2, updated_at = now()
        where number = $1 and version = $2 - 1
        """;

    private const string ForgetSql =
        $"""
        delete from notification where number in (
          select number from notification where enqueued_at < $1 and not {Open} order by enqueued_at limit $2)
        """;

    private const string ReceiversSql = $"select distinct receiver from notification where {Open} order by receiver limit $1";

    /// <inheritdoc/>
    public async Task<ImmutableArray<OutboxEntry>> AddAsync(string receiver, ImmutableArray<Notification> notifications, DateTimeOffset now)
    {
        string?[] keys = [.. notifications.Select(notification => notification.Key)];
        await database.ExecuteAsync(
            AddSql,
            CancellationToken.None,
            Parameter.Text(receiver),
            Parameter.Timestamp(now),
            Parameter.Texts(keys),
            Parameter.Texts([.. notifications.Select(notification => notification.Integration)]),
            Parameter.Texts([.. notifications.Select(notification => notification.Priority)]),
            Parameter.Texts([.. notifications.Select(notification => notification.Role)]),
            Parameter.Bigints([.. notifications.Select(notification => (long)notification.Step)]),
            Parameter.Texts([.. notifications.Select(notification => string.Join(' ', notification.Alerts.Select(alert => alert.Fingerprint)))]),
            Parameter.Utf8Texts([.. notifications.Select(notification => (ReadOnlyMemory<byte>)GrainStateJson.Write(notification))], NpgsqlDbType.Json));
        return [.. await database.QueryAsync(FindSql, Read, CancellationToken.None, Parameter.Texts(keys))];
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<OutboxEntry>> LoadAsync(string receiver) =>
        [.. await database.QueryAsync(LoadSql, Read, CancellationToken.None, Parameter.Text(receiver), Parameter.Bigint(MaxLoaded))];

    /// <inheritdoc/>
    public async Task<Notification?> ReadAsync(OutboxEntry entry)
    {
        var rows = await database.QueryAsync(
            ReadSql, row => GrainStateJson.Read<Notification>(row.GetFieldValue<byte[]>(0)), CancellationToken.None, Parameter.Bigint(entry.Number));
        return rows.Count == 0 ? null : rows[0];
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<OutboxTrace>> OfAlertAsync(string fingerprint, int limit) =>
    [
        .. await database.QueryAsync(
            OfAlertSql,
            row => new OutboxTrace(Read(row), row.GetFieldValue<DateTimeOffset>(18), row.GetBoolean(19)),
            CancellationToken.None,
            Parameter.Text(fingerprint),
            Parameter.Bigint(limit)),
    ];

    /// <inheritdoc/>
    public async Task<bool> SaveAsync(OutboxEntry entry) => await database.ExecuteAsync(
        SaveSql,
        CancellationToken.None,
        Parameter.Bigint(entry.Number),
        Parameter.Bigint(entry.Version),
        Parameter.Text(OutboxRules.Word(entry.Status)),
        Integer(entry.Tries),
        Integer(entry.UnknownTries),
        Integer(entry.PartsSent),
        Parameter.Timestamp(entry.NextTryAt),
        entry.Status == OutboxStatus.Claimed
            ? Parameter.Timestamp(entry.ClaimedUntil)
            : new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
        new NpgsqlParameter { Value = (object?)entry.Problem ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
        new NpgsqlParameter<bool> { TypedValue = entry.MustAnnounce, NpgsqlDbType = NpgsqlDbType.Boolean }) == 1;

    /// <inheritdoc/>
    public Task ForgetAsync(DateTimeOffset before) => database.ExecuteAsync(
        ForgetSql, CancellationToken.None, Parameter.Timestamp(before), Parameter.Bigint(MaxForgotten));

    /// <inheritdoc/>
    public async Task<ImmutableArray<string>> ReceiversAsync() =>
        [.. await database.QueryAsync(ReceiversSql, row => row.GetString(0), CancellationToken.None, Parameter.Bigint(MaxLoaded))];

    private static NpgsqlParameter<int> Integer(int value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Integer };

    private static OutboxStatus Status(string word) => word switch
    {
        "pending" => OutboxStatus.Pending,
        "claimed" => OutboxStatus.Claimed,
        "sent" => OutboxStatus.Sent,
        _ => OutboxStatus.Failed,
    };

    private static OutboxEntry Read(NpgsqlDataReader row) => new()
    {
        Number = row.GetInt64(0),
        Receiver = row.GetString(1),
        Key = row.GetString(2),
        Integration = row.GetString(3),
        Priority = row.GetString(4),
        Role = row.IsDBNull(5) ? null : row.GetString(5),
        Step = row.GetInt16(6),
        Fingerprints = [.. row.GetFieldValue<string[]>(7)],
        Status = Status(row.GetString(8)),
        Tries = row.GetInt32(9),
        UnknownTries = row.GetInt32(10),
        PartsSent = row.GetInt32(11),
        EnqueuedAt = row.GetFieldValue<DateTimeOffset>(12),
        NextTryAt = row.GetFieldValue<DateTimeOffset>(13),
        ClaimedUntil = row.IsDBNull(14) ? default : row.GetFieldValue<DateTimeOffset>(14),
        Problem = row.IsDBNull(15) ? null : row.GetString(15),
        MustAnnounce = row.GetBoolean(16),
        Version = row.GetInt64(17),
    };
}
