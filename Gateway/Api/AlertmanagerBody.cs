using System.Collections.Immutable;
using System.Text.Json;
using Iskra.Alerts;

namespace Iskra.Gateway.Api;

/// <summary>Reads the bodies of requests to the Alertmanager API.</summary>
internal static class AlertmanagerBody
{
    private const string Null = "null";

    /// <summary>Reads alerts; those that are wrong are named, the others are kept.</summary>
    /// <exception cref="AlertmanagerFault">The body as a whole is wrong.</exception>
    internal static (ImmutableArray<AlertPost> Posts, ImmutableArray<string> Problems) Alerts(
        ReadOnlyMemory<byte> body, TimeSpan resolveTimeout, DateTimeOffset now)
    {
        using var json = Parse(body, "alerts");
        if (json.RootElement.ValueKind == JsonValueKind.Null) return ([], []);
        if (json.RootElement.ValueKind != JsonValueKind.Array) throw Bad("alerts", "cannot unmarshal object into Go value of type models.PostableAlerts");
        var posts = ImmutableArray.CreateBuilder<AlertPost>();
        var problems = ImmutableArray.CreateBuilder<string>();
        var index = 0;
        foreach (var item in json.RootElement.EnumerateArray())
        {
            var post = Alert(item, index++, resolveTimeout, now);
            if (AlertProblem(post) is { } problem) problems.Add(problem);
            else posts.Add(post);
        }

        return (posts.ToImmutable(), problems.ToImmutable());
    }

    /// <summary>Reads a silence.</summary>
    /// <exception cref="AlertmanagerFault">It is wrong.</exception>
    internal static SilencePost Silence(ReadOnlyMemory<byte> body)
    {
        using var json = Parse(body, "silence");
        var item = json.RootElement;
        if (item.ValueKind != JsonValueKind.Object) throw Bad("silence", "cannot unmarshal value into Go value of type models.PostableSilence");
        foreach (var name in (string[])["comment", "createdBy", "endsAt", "matchers", "startsAt"])
        {
            if (!Has(item, name)) throw Missing($"{name} in body");
        }

        var matchers = item.GetProperty("matchers");
        if (matchers.ValueKind != JsonValueKind.Array) throw Bad("silence", "cannot unmarshal matchers");
        if (matchers.GetArrayLength() == 0)
            throw new AlertmanagerFault(AlertmanagerAnswer.Invalid(AlertmanagerAnswer.TooFewItems, "matchers in body should have at least 1 items"));
        return new SilencePost(
            Has(item, "id") ? Text(item, "id", "silence") : null,
            [.. matchers.EnumerateArray().Select(Matcher)],
            Time(item, "startsAt", "silence") ?? DateTimeOffset.UnixEpoch,
            Time(item, "endsAt", "silence") ?? DateTimeOffset.UnixEpoch,
            Text(item, "createdBy", "silence"),
            Text(item, "comment", "silence"));
    }

    private static LabelMatcher Matcher(JsonElement item, int index)
    {
        if (item.ValueKind != JsonValueKind.Object) throw Bad("silence", "cannot unmarshal matcher");
        foreach (var name in (string[])["isRegex", "name", "value"])
        {
            if (!Has(item, name)) throw Missing($"matchers.{index}.{name} in body");
        }

        var isRegex = Flag(item, "isRegex");
        var isEqual = !Has(item, "isEqual") || Flag(item, "isEqual");
        var op = isRegex ? (isEqual ? MatchOperator.Regex : MatchOperator.NotRegex) : isEqual ? MatchOperator.Equal : MatchOperator.NotEqual;
        return new LabelMatcher(Text(item, "name", "silence"), op, Text(item, "value", "silence"));
    }

    private static AlertPost Alert(JsonElement item, int index, TimeSpan resolveTimeout, DateTimeOffset now)
    {
        if (item.ValueKind != JsonValueKind.Object) throw Bad("alerts", "cannot unmarshal value into Go value of type models.PostableAlert");
        if (!Has(item, "labels")) throw Missing($"{index}.labels in body");
        var url = Has(item, "generatorURL") ? Text(item, "generatorURL", "alerts") : string.Empty;
        if (url.Length > 0 && !url.StartsWith('/') && !Uri.TryCreate(url, UriKind.Absolute, out _))
            throw new AlertmanagerFault(AlertmanagerAnswer.Invalid(AlertmanagerAnswer.WrongType, $"{index}.generatorURL in body must be of type uri: {LabelText.Quote(url)}"));
        var startsAt = Time(item, "startsAt", "alerts");
        var endsAt = Time(item, "endsAt", "alerts");
        return new AlertPost(
            Labels(item, "labels"),
            Has(item, "annotations") ? Labels(item, "annotations") : LabelSet.Empty,
            startsAt ?? endsAt ?? now,
            endsAt ?? now + resolveTimeout,
            endsAt is null,
            url);
    }

    private static string? AlertProblem(AlertPost post)
    {
        if (post.Size > AlertPost.MaxSize) return $"an alert has at most {AlertPost.MaxSize} characters in labels, annotations and generatorURL";
        if (post.StartsAt > post.EndsAt) return "start time must be before end time";
        if (LabelRules.FirstBadName(post.Labels) is { } label) return $"invalid label set: invalid name {LabelText.Quote(label)}";
        if (post.Labels.Labels.IsEmpty) return "at least one label pair required";
        return LabelRules.FirstBadName(post.Annotations) is { } annotation ? $"invalid annotations: invalid name {LabelText.Quote(annotation)}" : null;
    }

    private static LabelSet Labels(JsonElement item, string name)
    {
        var labels = item.GetProperty(name);
        if (labels.ValueKind != JsonValueKind.Object) throw Bad("alerts", "cannot unmarshal value into Go value of type models.LabelSet");
        return LabelSet.Of(labels.EnumerateObject().Select(label => new Label(label.Name, TextOf(label.Value, "alerts"))));
    }

    private static DateTimeOffset? Time(JsonElement item, string name, string what)
    {
        if (!Has(item, name)) return null;
        var text = Text(item, name, what);
        return AlertmanagerTime.TryParse(text, out var time) ? time : throw Bad(what, $"parsing time {LabelText.Quote(text)}: it must be RFC 3339");
    }

    private static bool Has(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static bool Flag(JsonElement item, string name) => item.GetProperty(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Bad("silence", $"cannot unmarshal {name} into Go value of type bool"),
    };

    private static string Text(JsonElement item, string name, string what) => TextOf(item.GetProperty(name), what);

    private static string TextOf(JsonElement value, string what)
    {
        try
        {
            if (value.ValueKind == JsonValueKind.String) return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, which no text can hold.
        }

        throw Bad(what, "cannot unmarshal value into Go value of type string");
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body, string what)
    {
        if (body.Span.Trim(" \t\r\n"u8).IsEmpty) throw Missing($"{what} in body");
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException problem)
        {
            throw Bad(what, problem.Message);
        }
    }

    private static AlertmanagerFault Missing(string what) => new(AlertmanagerAnswer.Invalid(AlertmanagerAnswer.Required, $"{what} is required"));

    private static AlertmanagerFault Bad(string what, string why) =>
        new(AlertmanagerAnswer.Invalid(StatusCodes.Status400BadRequest, $"parsing {what} body from \"\" failed, because json: {why ?? Null}"));
}
