using System.Collections.Immutable;
using System.Globalization;
using Iskra.Delta;
using Npgsql;
using NpgsqlTypes;

namespace Iskra.Silo.Storage.Postgres;

/// <summary>
/// The ∆DΩΛ records in table <c>delta_record</c>. A batch is one statement; a record that is there already is left as it is, which
/// is why it is no COPY: a write whose answer was lost is simply repeated.
/// </summary>
public sealed class PostgresDeltaStore(PostgresDatabase database) : IDeltaStore
{
    private const string InsertSql = """
        insert into delta_record (id, timestamp, event, delta, dimension, omega, lambda, seam_id, pain, trust, chaos, significance, trace_id, parent_span, sift, data)
        select * from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::smallint[], $6::float8[], $7::text[], $8::text[],
          $9::float8[], $10::float8[], $11::float8[], $12::float8[], $13::text[], $14::text[], $15::json[], $16::json[])
        on conflict (id) do nothing
        """;

    private const string SelectSql =
        "select number, id, timestamp, event, delta, dimension, omega, lambda, seam_id, pain, trust, chaos, significance, trace_id, parent_span, sift::text, data::text from delta_record";

    /// <inheritdoc/>
    public async Task WriteAsync(ImmutableArray<DeltaRecord> records, CancellationToken cancellationToken)
    {
        StorageLimits.CheckRecords(records);
        await database.ExecuteAsync(
            InsertSql,
            cancellationToken,
            Texts(record => record.Id),
            Array(record => record.Timestamp.UtcDateTime, NpgsqlDbType.TimestampTz),
            Texts(record => record.Event),
            Texts(record => record.Delta),
            Array(record => (short)record.Dimension, NpgsqlDbType.Smallint),
            Array(record => record.Omega, NpgsqlDbType.Double),
            Texts(record => record.Lambda),
            Texts(record => record.SeamId),
            Array(record => record.Pain, NpgsqlDbType.Double),
            Array(record => record.Trust, NpgsqlDbType.Double),
            Array(record => record.Chaos, NpgsqlDbType.Double),
            Array(record => record.Significance, NpgsqlDbType.Double),
            Texts(record => record.TraceId),
            Texts(record => record.ParentSpan),
            Array(record => record.Sift, NpgsqlDbType.Json),
            Array(record => record.Data, NpgsqlDbType.Json));

        NpgsqlParameter Texts(Func<DeltaRecord, string?> of) => Parameter.Texts([.. records.Select(of)]);

        NpgsqlParameter Array<T>(Func<DeltaRecord, T> of, NpgsqlDbType type) =>
            new NpgsqlParameter<T[]> { TypedValue = [.. records.Select(of)], NpgsqlDbType = NpgsqlDbType.Array | type };
    }

    /// <inheritdoc/>
    public async Task<DeltaPage> ReadAsync(DeltaFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var (sql, parameters) = Query(filter);
        var rows = await database.QueryAsync(sql, Read, cancellationToken, parameters);

        // One more than asked for was read, only to know whether there is one.
        var hasMore = rows.Count > filter.Limit;
        if (hasMore) rows.RemoveAt(rows.Count - 1);
        return new DeltaPage([.. rows.Select(row => row.Record)], hasMore ? rows[^1].Number : null);
    }

    // Only what restricts is in the text, so that each kind of question gets a plan of its own.
    private static (string Sql, NpgsqlParameter[] Parameters) Query(DeltaFilter filter)
    {
        var conditions = new List<string>();
        var parameters = new List<NpgsqlParameter>();
        Add("timestamp >= ", filter.From is { } from ? Parameter.Timestamp(from) : null);
        Add("timestamp < ", filter.To is { } to ? Parameter.Timestamp(to) : null);
        Add("event = ", filter.Event is { } @event ? Parameter.Text(@event) : null);
        Add("seam_id = ", filter.SeamId is { } seam ? Parameter.Text(seam) : null);
        Add("trace_id = ", filter.TraceId is { } trace ? Parameter.Text(trace) : null);
        Add("significance >= ", filter.MinSignificance is { } significance ? Number(significance) : null);
        Add("omega >= ", filter.MinOmega is { } omega ? Number(omega) : null);
        Add("dimension >= ", filter.MinDimension is { } dimension ? Parameter.Bigint(dimension) : null);
        Add("number < ", filter.Before is { } before ? Parameter.Bigint(before) : null);
        var where = conditions.Count == 0 ? string.Empty : " where " + string.Join(" and ", conditions);
        parameters.Add(Parameter.Bigint(filter.Limit + 1L));
        return (string.Create(CultureInfo.InvariantCulture, $"{SelectSql}{where} order by number desc limit ${parameters.Count}"), [.. parameters]);

        void Add(string condition, NpgsqlParameter? parameter)
        {
            if (parameter is null) return;
            parameters.Add(parameter);
            conditions.Add(string.Create(CultureInfo.InvariantCulture, $"{condition}${parameters.Count}"));
        }
    }

    private static NpgsqlParameter<double> Number(double value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Double };

    private static (long Number, DeltaRecord Record) Read(NpgsqlDataReader row) => (row.GetInt64(0), new DeltaRecord(
        row.GetString(1),
        row.GetFieldValue<DateTimeOffset>(2),
        row.GetString(3),
        row.GetString(4),
        row.GetInt16(5),
        row.GetDouble(6),
        row.GetString(7),
        row.GetString(8),
        row.GetDouble(9),
        row.GetDouble(10),
        row.GetDouble(11),
        row.GetDouble(12),
        row.IsDBNull(13) ? null : row.GetString(13),
        row.IsDBNull(14) ? null : row.GetString(14),
        row.GetString(15),
        row.GetString(16)));
}
