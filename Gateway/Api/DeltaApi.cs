using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Iskra.Channels;
using Iskra.Delta;
using Iskra.Gateway.Protocol;
using Iskra.Gateway.Sessions;
using Iskra.Seams;
using Iskra.Voices;

namespace Iskra.Gateway.Api;

/// <summary><c>GET /api/v2/delta</c>, <c>/api/v2/voices</c> and <c>/api/v2/seams</c>.</summary>
internal static class DeltaApi
{
    /// <summary>∆DΩΛ records, newest first, page by page.</summary>
    internal static async Task<IResult> Records(HttpContext context, IClusterClient cluster, ClusterCalls calls)
    {
        var query = new QueryReader(context.Request.Query);
        var filter = new DeltaFilter(
            query.Time("from"),
            query.Time("to"),
            OneOf(query, "event", DeltaEventType.All),
            OneOf(query, "seam_id", DeltaRules.Seams),
            query.Text("trace_id"),
            Share(query, "min_significance"),
            Share(query, "min_omega"),
            query.Text("min_dimension") is null ? null : query.Number("min_dimension", 1, 1, DeltaRules.MaxDimension),
            Before(query),
            query.Number("limit", DeltaFilter.DefaultLimit, 1, DeltaFilter.MaxLimit));
        var page = await calls.CallAsync(() => cluster.GetGrain<IDeltaHistoryGrain>(0).Read(filter));
        return Json(page, static (json, page) =>
        {
            json.WriteStartObject();
            json.WriteStartArray("records");
            foreach (var record in page.Records) DeltaComposer.Write(json, record);
            json.WriteEndArray();
            if (page.Next is { } next) json.WriteString("next", next.ToString(CultureInfo.InvariantCulture));
            else json.WriteNull("next");
            json.WriteEndObject();
        });
    }

    /// <summary>The voices of both choirs, and the position of channel <c>voices</c> that they are at least as new as.</summary>
    internal static async Task<IResult> Voices(IClusterClient cluster, ClusterCalls calls)
    {
        var position = await calls.CallAsync(() => cluster.GetGrain<IChannelGrain>(ChannelName.Voices).Head());
        var view = await calls.CallAsync(() => cluster.GetGrain<IChorusGrain>(VoiceName.IskraChoir).Current());
        return Json((view, position), static (json, it) =>
        {
            json.WriteStartObject();
            VoiceJson.WriteMembers(json, it.view);
            WritePosition(json, it.position);
            json.WriteEndObject();
        });
    }

    /// <summary>The state of the system, its transitions, and the seams between components.</summary>
    internal static async Task<IResult> Seams(IClusterClient cluster, ClusterCalls calls)
    {
        var position = await calls.CallAsync(() => cluster.GetGrain<IChannelGrain>(ChannelName.Seams).Head());
        var view = await calls.CallAsync(() => cluster.GetGrain<ISeamGrain>("system").Current());
        var components = await calls.CallAsync(() => Task.WhenAll(DeltaRules.Seams.Select(seam => cluster.GetGrain<IDeltaLogGrain>(seam).Seam())));
        return Json((view, components, position), static (json, it) =>
        {
            json.WriteStartObject();
            SeamJson.WriteMembers(json, it.view);
            json.WriteStartArray("components");
            foreach (var seam in it.components) SeamJson.WriteComponent(json, seam);
            json.WriteEndArray();
            WritePosition(json, it.position);
            json.WriteEndObject();
        });
    }

    private static void WritePosition(Utf8JsonWriter json, ChannelPosition position)
    {
        json.WriteStartObject("position");
        json.WriteString("epoch", position.Epoch);
        json.WriteNumber("seq", position.Seq);
        json.WriteEndObject();
    }

    private static string? OneOf(QueryReader query, string name, IReadOnlyCollection<string> known)
    {
        var text = query.Text(name);
        return text is null || known.Contains(text)
            ? text
            : throw new RefusedException(ErrorCode.InvalidField, $"'{name}' is one of {string.Join(", ", known)}.", field: name);
    }

    private static double? Share(QueryReader query, string name)
    {
        var text = query.Text(name);
        if (text is null) return null;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1
            ? share
            : throw new RefusedException(ErrorCode.InvalidField, $"'{name}' is a number from 0 to 1.", field: name);
    }

    private static long? Before(QueryReader query)
    {
        var text = query.Text("before");
        if (text is null) return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var before)
            ? before
            : throw new RefusedException(ErrorCode.InvalidField, "'before' is the 'next' of the page before.", field: "before");
    }

    private static IResult Json<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using var json = JsonText.Writer(output);
        write(json, value);
        json.Flush();
        return Results.Bytes(output.WrittenMemory, "application/json; charset=utf-8");
    }
}
