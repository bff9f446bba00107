using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Iskra.Gateway.Hosting;
using Iskra.Tests.Gateway.Sockets;

namespace Iskra.Tests.Gateway.Alerts;

/// <summary>What clients of an Alertmanager see, path by path.</summary>
public sealed class AlertmanagerApiTests : IAsyncLifetime
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private TestGateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync();
        _http.BaseAddress = _gateway.Http();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task An_alert_that_is_posted_is_listed_as_the_alertmanager_lists_it()
    {
        var posted = await PostAsync("/api/v2/alerts", """[{"labels":{"alertname":"A","severity":"critical","empty":""},"annotations":{"summary":"é"},"generatorURL":"http://127.0.0.1/gen","startsAt":"2026-11-20T22:55:29.13214Z"}]""");
        Assert.Equal((HttpStatusCode.OK, "", null), (posted.Status, posted.Body, posted.Type));
        var (status, body, type) = await GetAsync("/api/v2/alerts/?active=yes&unprocessed=false&nonsense=1");
        Assert.Equal((HttpStatusCode.OK, "application/json"), (status, type));
        Assert.EndsWith("]\n", body, StringComparison.Ordinal);
        var alert = JsonDocument.Parse(body).RootElement.EnumerateArray().Single();
        Assert.Equal("{\"summary\":\"é\"}", alert.GetProperty("annotations").GetRawText());
        Assert.Equal("{\"alertname\":\"A\",\"severity\":\"critical\"}", alert.GetProperty("labels").GetRawText());
        Assert.Equal("2026-11-20T22:55:29.132Z", alert.GetProperty("startsAt").GetString());
        Assert.Equal("[{\"name\":\"default\"}]", alert.GetProperty("receivers").GetRawText());
        Assert.Equal("""{"inhibitedBy":[],"mutedBy":[],"silencedBy":[],"state":"active"}""", alert.GetProperty("status").GetRawText());
        Assert.Equal("nobody", alert.GetProperty("notification").GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("", 422, """{"code":602,"message":"alerts in body is required"}""")]
    [InlineData("[{}]", 422, """{"code":602,"message":"0.labels in body is required"}""")]
    [InlineData("""[{"labels":{}}]""", 400, "\"at least one label pair required\"")]
    [InlineData("""[{"labels":{"a":""}}]""", 400, "\"at least one label pair required\"")]
    [InlineData("""[{"labels":{"bad-name":"x"}}]""", 400, "\"invalid label set: invalid name \\\"bad-name\\\"\"")]
    [InlineData("""[{"labels":{"a":"b"},"annotations":{"é":"x"}}]""", 400, "\"invalid annotations: invalid name \\\"é\\\"\"")]
    [InlineData("""[{"labels":{"a":"b"},"startsAt":"2999-01-01T00:00:00Z"}]""", 400, "\"start time must be before end time\"")]
    [InlineData("""[{"labels":{"a":"b"},"generatorURL":"not a url"}]""", 422, """{"code":601,"message":"0.generatorURL in body must be of type uri: \"not a url\""}""")]
    [InlineData("[]", 200, null)]
    [InlineData("null", 200, null)]
    [InlineData("""[{"labels":{"a":"b"},"startsAt":"2026-11-20 22:00:00","endsAt":"0001-01-01T00:00:00.000Z","unknown":1}]""", 200, null)]
    public async Task A_post_of_alerts_is_answered_in_the_same_shapes(string body, int status, string? expected)
    {
        var answer = await PostAsync("/api/v2/alerts", body);
        Assert.Equal((status, expected is null ? "" : expected + "\n"), ((int)answer.Status, answer.Body));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[null]")]
    [InlineData("[")]
    [InlineData("""[{"labels":{"a":1}}]""")]
    [InlineData("""[{"labels":{"a":"b"},"startsAt":"2026-11-20T22:00:00+0100"}]""")]
    [InlineData("""[{"labels":{"a":"b"},"startsAt":"2026-11-20"}]""")]
    public async Task What_is_no_list_of_alerts_is_refused_as_a_body_that_cannot_be_read(string body)
    {
        var answer = await PostAsync("/api/v2/alerts", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.StartsWith("""{"code":400,"message":"parsing alerts body from \"\" failed, because json: """, answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(1, 400)]
    public async Task An_alert_has_a_bound_of_characters(int more, int status)
    {
        var value = new string('x', Iskra.Alerts.AlertPost.MaxSize - 1 + more);
        Assert.Equal(status, (int)(await PostAsync("/api/v2/alerts", $"[{{\"labels\":{{\"a\":\"{value}\"}}}}]")).Status);
    }

    [Fact]
    public async Task Valid_alerts_are_kept_even_when_others_are_refused()
    {
        var answer = await PostAsync("/api/v2/alerts", """[{"labels":{"x-":"1"}},{"labels":{"alertname":"kept"}},{"labels":{}}]""");
        Assert.Equal("\"invalid label set: invalid name \\\"x-\\\"; at least one label pair required\"\n", answer.Body);
        Assert.Contains("kept", (await GetAsync("/api/v2/alerts")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alerts_are_filtered_by_matchers_receiver_and_state()
    {
        await PostAsync("/api/v2/alerts", """[{"labels":{"alertname":"A","i":"web1"}},{"labels":{"alertname":"B","i":"db1"}}]""");
        Assert.Equal(["A"], await NamesAsync("filter=i%3D~%22web.*%22&receiver=def.*"));
        Assert.Equal(["B"], await NamesAsync("filter=i!%3Dweb1"));
        Assert.Empty(await NamesAsync("filter=i%3D~web"));
        Assert.Empty(await NamesAsync("receiver=other"));
        Assert.Empty(await NamesAsync("active=false"));
        Assert.Equal("\"bad matcher format: \"\n", (await GetAsync("/api/v2/alerts?filter=")).Body);
        Assert.Equal("\"failed to parse receiver param: error parsing regexp: missing closing ): `^(?:(()$`\"\n", (await GetAsync("/api/v2/alerts?receiver=((")).Body);
    }

    [Fact]
    public async Task A_silence_lives_from_its_creation_to_its_end()
    {
        await PostAsync("/api/v2/alerts", """[{"labels":{"alertname":"A"}}]""");
        var end = DateTime.UtcNow.AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
        var made = await PostAsync("/api/v2/silences", $$"""{"comment":"c","createdBy":"a","startsAt":"2020-01-01T00:00:00Z","endsAt":"{{end}}","matchers":[{"name":"alertname","value":"A","isRegex":false}]}""");
        var id = JsonDocument.Parse(made.Body).RootElement.GetProperty("silenceID").GetString()!;
        Assert.Equal(id, (await AlertAsync("A")).GetProperty("status").GetProperty("silencedBy")[0].GetString());
        Assert.Equal("silenced", (await AlertAsync("A")).GetProperty("notification").GetProperty("reason").GetString());
        var silence = JsonDocument.Parse((await GetAsync($"/api/v2/silence/{id}")).Body).RootElement;
        Assert.Equal("active", silence.GetProperty("status").GetProperty("state").GetString());
        Assert.Equal("""[{"isEqual":true,"isRegex":false,"name":"alertname","value":"A"}]""", silence.GetProperty("matchers").GetRawText());
        Assert.Equal(1, JsonDocument.Parse((await GetAsync("/api/v2/silences?filter=alertname%3DA")).Body).RootElement.GetArrayLength());
        Assert.Equal("[]\n", (await GetAsync("/api/v2/silences?filter=alertname%3D~A")).Body);
        Assert.Equal((HttpStatusCode.OK, ""), await DeleteAsync($"/api/v2/silence/{id}"));
        Assert.Equal((HttpStatusCode.OK, ""), await DeleteAsync($"/api/v2/silence/{id}"));
        Assert.Equal("active", (await AlertAsync("A")).GetProperty("status").GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("""{"createdBy":"a","startsAt":"","endsAt":"","matchers":[]}""", 422, """{"code":602,"message":"comment in body is required"}""")]
    [InlineData("""{"comment":"","createdBy":"a","startsAt":"2020-01-01T00:00:00Z","endsAt":"2020-01-01T00:00:00Z","matchers":[]}""", 422, """{"code":612,"message":"matchers in body should have at least 1 items"}""")]
    [InlineData("""{"comment":"","createdBy":"a","startsAt":"2020-01-01T00:00:00Z","endsAt":"2020-01-01T00:00:00Z","matchers":[{"name":"a","value":"b"}]}""", 422, """{"code":602,"message":"matchers.0.isRegex in body is required"}""")]
    [InlineData("""{"comment":"","createdBy":"a","startsAt":"2020-01-01T00:00:00Z","endsAt":"2020-01-01T00:00:00Z","matchers":[{"name":"a","value":"b","isRegex":false}]}""", 400, "\"Failed to create silence: start time must be before end time\"")]
    [InlineData("""{"comment":"","createdBy":"a","startsAt":"2019-01-01T00:00:00Z","endsAt":"2020-01-01T00:00:00Z","matchers":[{"name":"a","value":"b","isRegex":false}]}""", 400, "\"Failed to create silence: end time can't be in the past\"")]
    [InlineData("""{"id":"x","comment":"","createdBy":"a","startsAt":"2019-01-01T00:00:00Z","endsAt":"2099-01-01T00:00:00Z","matchers":[{"name":"a","value":"b","isRegex":false}]}""", 404, "\"silence not found\"")]
    [InlineData("""{"comment":"","createdBy":"a","startsAt":"2019-01-01T00:00:00Z","endsAt":"2099-01-01T00:00:00Z","matchers":[{"name":"a","value":"((","isRegex":true}]}""", 400, "\"silence invalid: invalid label matcher 0: invalid regular expression \\\"((\\\": error parsing regexp: missing closing ): `((`\"")]
    [InlineData("""{"comment":"","createdBy":"a","startsAt":"2019-01-01T00:00:00Z","endsAt":"2099-01-01T00:00:00Z","matchers":[{"name":"a","value":".*","isRegex":true}]}""", 400, "\"silence invalid: at least one matcher must not match the empty string\"")]
    public async Task A_bad_silence_is_refused_in_the_same_shapes(string body, int status, string expected)
    {
        var answer = await PostAsync("/api/v2/silences", body);
        Assert.Equal((status, expected + "\n"), ((int)answer.Status, answer.Body));
    }

    [Fact]
    public async Task An_unknown_silence_is_not_found_and_a_bad_id_is_named()
    {
        var unknown = "/api/v2/silence/00000000-0000-4000-8000-000000000000";
        Assert.Equal((HttpStatusCode.NotFound, "", null), await GetAsync(unknown));
        Assert.Equal((HttpStatusCode.NotFound, ""), await DeleteAsync(unknown));
        var bad = await GetAsync("/api/v2/silence/zzz");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "{\"code\":601,\"message\":\"silenceID in path must be of type uuid: \\\"zzz\\\"\"}\n"), (bad.Status, bad.Body));
    }

    [Fact]
    public async Task Media_types_and_methods_are_checked_as_the_alertmanager_does()
    {
        var text = await PostAsync("/api/v2/alerts", "[]", "text/plain");
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "{\"code\":415,\"message\":\"unsupported media type \\\"text/plain\\\", only [application/json] are allowed\"}\n"), (text.Status, text.Body));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v2/status");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        Assert.Equal(HttpStatusCode.NotAcceptable, (await _http.SendAsync(request)).StatusCode);
        using var put = await _http.PutAsync("/api/v2/alerts", null);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "GET,POST"), (put.StatusCode, string.Join(",", put.Content.Headers.Allow)));
    }

    [Fact]
    public async Task Status_and_receivers_say_what_amtool_wants_to_know()
    {
        var status = JsonDocument.Parse((await GetAsync("/api/v2/status")).Body).RootElement;
        Assert.Equal("disabled", status.GetProperty("cluster").GetProperty("status").GetString());
        Assert.Equal("0.25.0", status.GetProperty("versionInfo").GetProperty("version").GetString());
        Assert.Contains("receiver: default", status.GetProperty("config").GetProperty("original").GetString()!, StringComparison.Ordinal);
        Assert.Equal("[{\"name\":\"default\"}]\n", (await GetAsync("/api/v2/receivers")).Body);
        Assert.Equal("OK", (await GetAsync("/-/healthy")).Body);
    }

    [Fact]
    public async Task What_is_not_there_is_said_as_an_alertmanager_says_it()
    {
        Assert.Equal(
            (HttpStatusCode.NotFound, "{\"code\":404,\"message\":\"path /api/v2/nothing was not found\"}\n", "application/json"), await GetAsync("/api/v2/nothing"));
        using var head = new HttpRequestMessage(HttpMethod.Head, "/-/ready");
        using var ready = await _http.SendAsync(head);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        using var get = await _http.GetAsync("/-/reload");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, get.StatusCode);
    }

    [Fact]
    public async Task Groups_show_the_alerts_of_each_route()
    {
        await PostAsync("/api/v2/alerts", """[{"labels":{"alertname":"A"}},{"labels":{"alertname":"B"}}]""");
        var group = JsonDocument.Parse((await GetAsync("/api/v2/alerts/groups?filter=alertname%3DA")).Body).RootElement.EnumerateArray().Single();
        Assert.Equal(("{}", """{"name":"default"}""", 1), (group.GetProperty("labels").GetRawText(), group.GetProperty("receiver").GetRawText(), group.GetProperty("alerts").GetArrayLength()));
    }

    [Fact]
    public async Task An_alert_reaches_subscribers_and_is_acknowledged_by_frame_and_by_request()
    {
        await using var socket = await TestSocket.ConnectAsync(_gateway.Address());
        await socket.FollowsAsync();
        await PostAsync("/api/v2/alerts", """[{"labels":{"alertname":"A","severity":"critical"}}]""");
        var created = (await socket.ReceiveAsync("alert_created")).GetProperty("data");
        var fingerprint = created.GetProperty("fingerprint").GetString()!;
        Assert.Equal(("A", "firing", "P0"), (created.GetProperty("alertname").GetString(), created.GetProperty("status").GetString(), created.GetProperty("priority").GetString()));
        await socket.SendAsync($$"""{"type":"ack_alert","fingerprint":"{{fingerprint}}","ref":7}""");
        JsonElement frame;
        do
        {
            frame = await socket.ReceiveAsync("alert_acknowledged");
        }
        while (!frame.TryGetProperty("ref", out _));
        Assert.Equal((fingerprint, "anonymous"), (frame.GetProperty("fingerprint").GetString(), frame.GetProperty("data").GetProperty("acknowledged_by").GetString()));
        using var again = await _http.PostAsync($"/api/v2/alerts/{fingerprint}/ack", null);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        using var unknown = await _http.PostAsync("/api/v2/alerts/0000000000000000/ack", null);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task A_broken_file_stops_the_start_with_line_column_and_reason()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "route:\n  receiver: default\nreceivers:\n- name: default\n  slack_configs:\n  - channel: x\n");
        using var error = new StringWriter();
        var exit = await IskraHost.RunAsync(["--Store=memory", $"--Alerts:ConfigFile={path}"], error);
        Assert.Equal((IskraHost.BadConfiguration, $"{path}:6:5: a Slack receiver needs 'api_url' (or slack_api_url in global)"), (exit, error.ToString().Trim()));
        File.Delete(path);
    }

    private async Task<(HttpStatusCode Status, string Body, string? Type)> PostAsync(string path, string body, string type = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return await ReadAsync(await _http.PostAsync(path, content));
    }

    private async Task<(HttpStatusCode Status, string Body, string? Type)> GetAsync(string path) => await ReadAsync(await _http.GetAsync(path));

    private async Task<(HttpStatusCode Status, string Body)> DeleteAsync(string path)
    {
        using var answer = await _http.DeleteAsync(path);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<(HttpStatusCode Status, string Body, string? Type)> ReadAsync(HttpResponseMessage answer)
    {
        using (answer) return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Content.Headers.ContentType?.ToString());
    }

    private async Task<string[]> NamesAsync(string query) =>
        [.. JsonDocument.Parse((await GetAsync("/api/v2/alerts?" + query)).Body).RootElement.EnumerateArray().Select(alert => alert.GetProperty("labels").GetProperty("alertname").GetString()!)];

    private async Task<JsonElement> AlertAsync(string name) => JsonDocument.Parse((await GetAsync("/api/v2/alerts")).Body).RootElement.EnumerateArray()
        .Single(alert => alert.GetProperty("labels").GetProperty("alertname").GetString() == name);
}
