using System.Collections.Immutable;
using Iskra.Channels;
using Npgsql;
using NpgsqlTypes;

namespace Iskra.Silo.Storage.Postgres;

/// <summary>
/// The log of the channels in the tables <c>channel_head</c> and <c>channel_event</c>. An append is one statement: it advances the
/// head only if it is still the one the writer believes in, and inserts the events only if the head advanced.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="epochs">Makes the epochs of new channels.</param>
public sealed class PostgresEventLog(PostgresDatabase database, IEpochSource epochs) : IEventLog
{
    // The update that changes nothing makes an existing row come back.
    private const string OpenSql = """
        insert into channel_head as head (channel, epoch, seq) values ($1, $2, 0)
        on conflict (channel) do update set seq = head.seq returning epoch, seq
        """;

    private const string FindSql = "select epoch, seq from channel_head where channel = $1";

    private const string AppendSql = """
        with advanced as (
          update channel_head set seq = $4, updated_at = now()
          where channel = $1 and epoch = $2 and seq = $3 returning channel, epoch
        )
        insert into channel_event (channel, epoch, seq, id, type, timestamp, source, accepted_us, data, beside)
        select advanced.channel, advanced.epoch, event.*
        from advanced, unnest($5, $6, $7, $8, $9, $10, $11, $12) as event
        """;

    private const string AfterSql = """
        select seq, accepted_us, id, type, timestamp, source, data, beside from channel_event
        where channel = $1 and epoch = $2 and seq > $3 order by seq limit $4
        """;

    private const string BeforeSql = """
        select seq, accepted_us, id, type, timestamp, source, data, beside from channel_event
        where channel = $1 and epoch = $2 and seq < $3 order by seq desc limit $4
        """;

    /// <inheritdoc/>
    public async Task<ChannelPosition> OpenAsync(string channel, CancellationToken cancellationToken)
    {
        var heads = await database.QueryAsync(FindSql, ReadHead, cancellationToken, Parameter.Text(channel));
        if (heads.Count == 0)
        {
            heads = await database.QueryAsync(OpenSql, ReadHead, cancellationToken, Parameter.Text(channel), Parameter.Text(epochs.Next()));
        }

        return heads[0];
    }

    /// <inheritdoc/>
    public async Task<bool> AppendAsync(
        string channel, ChannelPosition head, ImmutableArray<ChannelEvent> events, CancellationToken cancellationToken)
    {
        StorageLimits.CheckAppend(head, events);
        var inserted = await database.ExecuteAsync(AppendSql, cancellationToken, AppendParameters(channel, head, events));
        return inserted == events.Length;
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<ChannelEvent>> ReadAfterAsync(
        string channel, string epoch, long afterSeq, int limit, CancellationToken cancellationToken)
    {
        StorageLimits.CheckEvents(limit);
        return [.. await ReadAsync(AfterSql, channel, epoch, afterSeq, limit, cancellationToken)];
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<ChannelEvent>> ReadBeforeAsync(
        string channel, string epoch, long beforeSeq, int limit, CancellationToken cancellationToken)
    {
        StorageLimits.CheckEvents(limit);
        var newestFirst = await ReadAsync(BeforeSql, channel, epoch, beforeSeq, limit, cancellationToken);
        newestFirst.Reverse();
        return [.. newestFirst];
    }

    private static NpgsqlParameter[] AppendParameters(string channel, ChannelPosition head, ImmutableArray<ChannelEvent> events) =>
    [
        Parameter.Text(channel),
        Parameter.Text(head.Epoch),
        Parameter.Bigint(head.Seq),
        Parameter.Bigint(events[^1].Seq),
        Parameter.Bigints(Column(events, e => e.Seq)),
        Parameter.Texts(Column(events, e => e.Draft.Id)),
        Parameter.Texts(Column(events, e => e.Draft.Type)),
        Parameter.Timestamps(Column(events, e => DateTimeOffset.FromUnixTimeMilliseconds(e.Draft.TimestampMs).UtcDateTime)),
        Parameter.Texts(Column(events, e => e.Draft.Source)),
        Parameter.Bigints(Column(events, e => e.AcceptedUs)),
        Parameter.Utf8Texts(Column(events, e => e.Draft.Data), NpgsqlDbType.Json),
        Parameter.Utf8Texts(Column(events, e => e.Draft.Beside), NpgsqlDbType.Text),
    ];

    private static T[] Column<T>(ImmutableArray<ChannelEvent> events, Func<ChannelEvent, T> member)
    {
        var column = new T[events.Length];
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = member(events[i]);
        }

        return column;
    }

    private static ChannelPosition ReadHead(NpgsqlDataReader row) => new(row.GetString(0), row.GetInt64(1));

    private static ChannelEvent ReadEvent(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetInt64(1),
        new EventDraft(
            row.GetString(2),
            row.GetString(3),
            row.GetFieldValue<DateTimeOffset>(4).ToUnixTimeMilliseconds(),
            row.GetString(5),
            row.GetFieldValue<byte[]>(6),
            row.GetFieldValue<byte[]>(7)));

    private Task<List<ChannelEvent>> ReadAsync(
        string sql, string channel, string epoch, long seq, int limit, CancellationToken cancellationToken) =>
        database.QueryAsync(
            sql,
            ReadEvent,
            cancellationToken,
            Parameter.Text(channel),
            Parameter.Text(epoch),
            Parameter.Bigint(seq),
            Parameter.Bigint(limit));
}
