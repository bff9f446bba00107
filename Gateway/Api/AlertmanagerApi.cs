using Iskra.Alerts;
using Iskra.Gateway.Hosting;
using Iskra.Gateway.Sessions;
using Microsoft.Net.Http.Headers;

namespace Iskra.Gateway.Api;

/// <summary>
/// The Alertmanager API v2, as Prometheus and amtool use it: paths, parameters, bodies, statuses and error shapes are Alertmanager's.
/// </summary>
public sealed class AlertmanagerApi(
    IClusterClient cluster, ClusterCalls calls, LiveAlertSettings settings, GatewayOptions options, TimeProvider time)
{
    /// <summary>The version whose behaviour this is; amtool compares it with its own.</summary>
    public const string Version = "0.25.0";

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    private IAlertIndexGrain Index => cluster.GetGrain<IAlertIndexGrain>(IAlertIndexGrain.Key);

    /// <summary><c>/alerts</c>.</summary>
    public Task<IResult> Alerts(HttpContext context) => AnswerAsync(context, "GET,POST", method => method switch
    {
        "GET" => ListAlertsAsync(context),
        "POST" => PostAlertsAsync(context),
        _ => null,
    });

    /// <summary><c>/alerts/groups</c>.</summary>
    public Task<IResult> Groups(HttpContext context) => AnswerAsync(context, "GET", method => method == "GET" ? ListGroupsAsync(context) : null);

    /// <summary><c>/silences</c>.</summary>
    public Task<IResult> Silences(HttpContext context) => AnswerAsync(context, "GET,POST", method => method switch
    {
        "GET" => ListSilencesAsync(context),
        "POST" => PostSilenceAsync(context),
        _ => null,
    });

    /// <summary><c>/silence/{id}</c>.</summary>
    public Task<IResult> Silence(string id, HttpContext context) => AnswerAsync(context, "DELETE,GET", method => method switch
    {
        "GET" => GetSilenceAsync(id),
        "DELETE" => DeleteSilenceAsync(id),
        _ => null,
    });

    /// <summary><c>/receivers</c>.</summary>
    public Task<IResult> Receivers(HttpContext context) => AnswerAsync(context, "GET", method => method != "GET" ? null : Task.FromResult(
        AlertmanagerAnswer.Json(settings.Current.Config.Receivers, static (json, receivers) =>
        {
            json.WriteStartArray();
            foreach (var receiver in receivers) AlertmanagerJson.WriteName(json, receiver.Name);
            json.WriteEndArray();
        })));

    /// <summary><c>/status</c>.</summary>
    public Task<IResult> Status(HttpContext context) => AnswerAsync(context, "GET", method => method != "GET" ? null : Task.FromResult(
        AlertmanagerAnswer.Json((settings.Current.Config.Original, Revision: BuildInfo.Version, StartedAt: _startedAt), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteStartObject("cluster"u8);
            AlertJson.WriteTexts(json, "peers", []);
            json.WriteString("status"u8, "disabled"u8);
            json.WriteEndObject();
            json.WriteStartObject("config"u8);
            json.WriteString("original"u8, it.Original);
            json.WriteEndObject();
            json.WriteString("uptime"u8, AlertmanagerTime.Format(it.StartedAt));
            json.WriteStartObject("versionInfo"u8);
            json.WriteString("branch"u8, "iskra"u8);
            json.WriteString("buildDate"u8, ""u8);
            json.WriteString("buildUser"u8, ""u8);
            json.WriteString("goVersion"u8, ""u8);
            json.WriteString("revision"u8, it.Revision);
            json.WriteString("version"u8, Version);
            json.WriteEndObject();
            json.WriteEndObject();
        })));

    private async Task<AlertmanagerAnswer> ListAlertsAsync(HttpContext context)
    {
        var query = AlertmanagerQuery.Alerts(context.Request.Query);
        var alerts = await calls.CallAsync(() => Index.Query(query));
        return AlertmanagerAnswer.Json(alerts, static (json, alerts) =>
        {
            json.WriteStartArray();
            foreach (var alert in alerts) AlertmanagerJson.WriteAlert(json, alert);
            json.WriteEndArray();
        });
    }

    private async Task<AlertmanagerAnswer> ListGroupsAsync(HttpContext context)
    {
        var query = AlertmanagerQuery.Alerts(context.Request.Query);
        var groups = await calls.CallAsync(() => Index.Groups(query));
        return AlertmanagerAnswer.Json(groups, static (json, groups) =>
        {
            json.WriteStartArray();
            foreach (var group in groups) AlertmanagerJson.WriteGroup(json, group);
            json.WriteEndArray();
        });
    }

    private async Task<AlertmanagerAnswer> PostAlertsAsync(HttpContext context)
    {
        var body = await ReadAsync(context, options.MaxSampleBodyBytes);
        var (posts, problems) = AlertmanagerBody.Alerts(body, settings.Current.Config.ResolveTimeout, time.GetUtcNow());
        foreach (var part in posts.Chunk(AlertIndexGrain.MaxPosts)) await calls.CallAsync(() => Index.Post([.. part]));
        return problems.IsEmpty ? AlertmanagerAnswer.Done : AlertmanagerAnswer.Error(StatusCodes.Status400BadRequest, string.Join("; ", problems));
    }

    private async Task<AlertmanagerAnswer> ListSilencesAsync(HttpContext context)
    {
        var filter = AlertmanagerQuery.Matchers(context.Request.Query);
        var silences = await calls.CallAsync(() => Index.Silences());
        var found = silences.Where(view => filter.All(matcher => view.Silence.Matchers.Contains(matcher)));
        return AlertmanagerAnswer.Json(found, static (json, silences) =>
        {
            json.WriteStartArray();
            foreach (var silence in silences) AlertJson.WriteSilence(json, silence);
            json.WriteEndArray();
        });
    }

    private async Task<AlertmanagerAnswer> PostSilenceAsync(HttpContext context)
    {
        var post = AlertmanagerBody.Silence(await ReadAsync(context, options.MaxMessageBytes));
        var id = await calls.CallAsync(() => Index.PutSilence(post));
        return AlertmanagerAnswer.Json(id, static (json, id) =>
        {
            json.WriteStartObject();
            json.WriteString("silenceID"u8, id);
            json.WriteEndObject();
        });
    }

    private async Task<AlertmanagerAnswer> GetSilenceAsync(string id)
    {
        CheckId(id);
        var silence = await calls.CallAsync(() => Index.Silence(id));
        return silence is null
            ? new AlertmanagerAnswer(StatusCodes.Status404NotFound, null)
            : AlertmanagerAnswer.Json(silence, static (json, silence) => AlertJson.WriteSilence(json, silence));
    }

    private async Task<AlertmanagerAnswer> DeleteSilenceAsync(string id)
    {
        CheckId(id);
        try
        {
            await calls.CallAsync(() => Index.ExpireSilence(id));
            return AlertmanagerAnswer.Done;
        }
        catch (RefusedException refused) when (refused.Code == ErrorCode.NotFound)
        {
            return new AlertmanagerAnswer(StatusCodes.Status404NotFound, null);
        }
    }

    private static void CheckId(string id)
    {
        if (!Guid.TryParseExact(id, "D", out _))
            throw new AlertmanagerFault(AlertmanagerAnswer.Invalid(AlertmanagerAnswer.WrongType, $"silenceID in path must be of type uuid: {LabelText.Quote(id)}"));
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, int maxBytes)
    {
        var type = context.Request.ContentType;
        if (!MediaTypeHeaderValue.TryParse(type, out var media) || !media.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw new AlertmanagerFault(AlertmanagerAnswer.Invalid(
                StatusCodes.Status415UnsupportedMediaType, $"unsupported media type {LabelText.Quote(type ?? string.Empty)}, only [application/json] are allowed"));
        }

        return await new BoundedBody(context, maxBytes).ReadAllAsync(context.RequestAborted);
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, string allow, Func<string, Task<AlertmanagerAnswer>?> handle)
    {
        try
        {
            if (!Accepts(context.Request)) return AlertmanagerAnswer.Invalid(StatusCodes.Status406NotAcceptable, "unsupported media type requested, only [application/json] are available");
            return handle(context.Request.Method) is { } answer
                ? await answer
                : AlertmanagerAnswer.Invalid(StatusCodes.Status405MethodNotAllowed, $"method {context.Request.Method} is not allowed, but [{allow}] are") with { Allow = allow };
        }
        catch (AlertmanagerFault fault)
        {
            return fault.Answer;
        }
        catch (CircuitOpenException open)
        {
            return Unavailable(open.Message, open.RetryAfter.TotalSeconds);
        }
        catch (RefusedException refused)
        {
            return refused.Code switch
            {
                ErrorCode.NotFound => AlertmanagerAnswer.Error(StatusCodes.Status404NotFound, refused.Message),
                ErrorCode.InvalidField => AlertmanagerAnswer.Error(StatusCodes.Status400BadRequest, refused.Message),
                ErrorCode.MessageTooLarge => AlertmanagerAnswer.Error(StatusCodes.Status413PayloadTooLarge, refused.Message),
                _ => Unavailable(refused.Message, refused.RetryAfterSeconds ?? 1),
            };
        }
    }

    private static AlertmanagerAnswer Unavailable(string message, double retryAfterSeconds) =>
        AlertmanagerAnswer.Error(StatusCodes.Status503ServiceUnavailable, message) with { RetryAfterSeconds = Math.Max(1, (int)Math.Ceiling(retryAfterSeconds)) };

    private static bool Accepts(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        if (accept.Count == 0 || string.IsNullOrWhiteSpace(accept.ToString())) return true;
        return MediaTypeHeaderValue.TryParseList(accept, out var types)
            && types.Any(type => type.MatchesMediaType("application/json") || type.MatchesAllTypes || type.MediaType == "application/*");
    }
}
