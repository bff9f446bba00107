using System.Net;
using System.Text;
using System.Text.Json;
using Iskra.Tests.Gateway.Transports;

namespace Iskra.Tests.Gateway.Http;

public sealed class SamplesApiTests(GatewayHost host)
{
    private const string Json = "application/json";
    private const string Lines = "application/x-ndjson";

    [Fact]
    public async Task Samples_as_an_array_are_stored_and_read_back()
    {
        var metric = NewMetric();
        var (status, answer) = await PostAsync($$"""[{"metric":"{{metric}}","value":1.5,"timestamp":"2026-01-02T03:04:05.678Z","source":"a"},{"metric":"{{metric}}","value":2,"timestamp":1767323046000}]""", Json);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(2, answer.GetProperty("stored").GetInt32());
        var list = await GetAsync($"/api/v2/metrics/{metric}/samples?from=2026-01-02T00:00:00Z&to=2026-01-03T00:00:00Z");
        Assert.Equal(
            ["2026-01-02T03:04:05.678Z 1.5 a", "2026-01-02T03:04:06Z 2 client"],
            list.GetProperty("samples").EnumerateArray().Select(item => $"{item.GetProperty("timestamp").GetString()} {item.GetProperty("value").GetDouble()} {item.GetProperty("source").GetString()}"));
    }

    [Fact]
    public async Task Samples_as_lines_are_stored()
    {
        var metric = NewMetric();
        var (_, answer) = await PostAsync($$"""
            {"metric":"{{metric}}","value":1}

            {"metric":"{{metric}}","value":2}
            """, Lines);
        Assert.Equal(2, answer.GetProperty("stored").GetInt32());
        Assert.Equal(2, (await GetAsync($"/api/v2/metrics/{metric}/samples")).GetProperty("samples").GetArrayLength());
    }

    [Theory]
    [InlineData("[{\"metric\":\"M\",\"value\":1},{\"metric\":\"clarity\",\"value\":7}]", Json, "invalid_field", "[1].value")]
    [InlineData("[{\"metric\":\"M\",\"value\":1},{\"metric\":\"Bad\",\"value\":7}]", Json, "invalid_field", "[1].metric")]
    [InlineData("[{\"metric\":\"M\",\"value\":1},{\"metric\":\"M\"}]", Json, "invalid_field", "[1].value")]
    [InlineData("[{\"metric\":\"M\",\"value\":1},{\"metric\":\"M\",\"value\":1e999}]", Json, "invalid_field", "[1].value")]
    [InlineData("[{\"metric\":\"M\",\"value\":1},{\"metric\":\"M\",\"value\":1,\"value\":2}]", Json, "invalid_message", null)]
    [InlineData("[{\"metric\":\"M\",\"value\":1},{\"metric\":\"availability_percent\",\"value\":7}]", Json, "forbidden", null)]
    [InlineData("[{\"metric\":\"M\",\"value\":1},7]", Json, "invalid_field", "[1]")]
    [InlineData("[{\"metric\":\"M\",\"value\":1}", Json, "invalid_json", null)]
    [InlineData("[{\"metric\":\"M\",\"value\":1}]x", Json, "invalid_json", null)]
    [InlineData("{\"metric\":\"M\",\"value\":1}", Json, "invalid_message", null)]
    [InlineData("[]", Json, "invalid_field", "samples")]
    [InlineData("", Json, "invalid_json", null)]
    [InlineData("", Lines, "invalid_field", "samples")]
    [InlineData("{\"metric\":\"M\",\"value\":1}\n{\"metric\":\"M\",\"value\":NaN}", Lines, "invalid_json", null)]
    [InlineData("{\"metric\":\"M\",\"value\":1}\n{\"metric\":\"M\",\"value\":1} {}", Lines, "invalid_json", null)]
    [InlineData("{\"metric\":\"M\",\"value\":1}\n[]", Lines, "invalid_field", "[1]")]
    public async Task A_request_with_one_bad_sample_is_refused_whole_and_names_it(string body, string type, string code, string? field)
    {
        var metric = NewMetric();
        var (status, problem) = await PostAsync(body.Replace("\"M\"", $"\"{metric}\"", StringComparison.Ordinal), type);
        Assert.Equal(code == ErrorCode.Forbidden ? HttpStatusCode.Forbidden : HttpStatusCode.BadRequest, status);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        if (field is not null) Assert.Equal(field, problem.GetProperty("field").GetString());
        Assert.Equal(0, (await GetAsync($"/api/v2/metrics/{metric}/samples")).GetProperty("samples").GetArrayLength());
    }

    [Fact]
    public async Task The_largest_request_is_stored_and_one_sample_more_is_refused()
    {
        var metric = NewMetric();
        var most = Iskra.Gateway.Api.SampleBody.MaxSamples;
        var line = $$"""{"metric":"{{metric}}","value":1}""" + "\n";
        var (status, problem) = await PostAsync(string.Concat(Enumerable.Repeat(line, most + 1)), Lines);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "message_too_large"), (status, problem.GetProperty("code").GetString()));
        Assert.Equal(most, (await PostAsync(string.Concat(Enumerable.Repeat(line, most)), Lines)).Answer.GetProperty("stored").GetInt32());
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_and_the_answer_arrives()
    {
        var (status, problem) = await PostAsync(new string(' ', (10 << 20) + 1), Json);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "message_too_large"), (status, problem.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Another_media_type_is_refused()
    {
        var (status, _) = await PostAsync("metric,value", "text/csv");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, status);
    }

    [Theory]
    [InlineData("samples?limit=0", "limit")]
    [InlineData("samples?limit=10001", "limit")]
    [InlineData("samples?from=yesterday", "from")]
    [InlineData("samples?from=2026-01-02&to=2026-01-03T00:00:00Z", "from")]
    [InlineData("samples?from=2026-01-03T00:00:00Z&to=2026-01-02T00:00:00Z", "from")]
    [InlineData("buckets?bucket=1y", "bucket")]
    [InlineData("buckets?bucket=0s", "bucket")]
    [InlineData("buckets?bucket=31d", "bucket")]
    [InlineData("buckets?bucket=", null)]
    public async Task Bounds_of_history_are_checked(string path, string? field)
    {
        using var bound = Bound.Start();
        using var response = await host.Http.GetAsync("/api/v2/metrics/clarity/" + path, bound.Token);
        var answer = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(bound.Token));
        Assert.Equal(field is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest, response.StatusCode);
        if (field is not null) Assert.Equal(("invalid_field", field), (answer.GetProperty("code").GetString(), answer.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task History_keeps_the_newest_and_answers_oldest_first()
    {
        var metric = NewMetric();
        await PostAsync("[" + string.Join(',', Enumerable.Range(0, 5).Select(n => $$"""{"metric":"{{metric}}","value":{{n}},"timestamp":{{1_767_323_045_000 + n}}}""")) + "]", Json);
        var list = await GetAsync($"/api/v2/metrics/{metric}/samples?from=1767323045000&to=1767323045004&limit=2");
        Assert.Equal([2.0, 3.0], list.GetProperty("samples").EnumerateArray().Select(item => item.GetProperty("value").GetDouble()));
    }

    [Fact]
    public async Task Buckets_aggregate()
    {
        var metric = NewMetric();
        await PostAsync($$"""[{"metric":"{{metric}}","value":1,"timestamp":"2026-01-02T03:04:05Z"},{"metric":"{{metric}}","value":3,"timestamp":"2026-01-02T03:04:55Z"},{"metric":"{{metric}}","value":9,"timestamp":"2026-01-02T03:05:00Z"}]""", Json);
        var list = await GetAsync($"/api/v2/metrics/{metric}/buckets?bucket=1m&from=2026-01-02T03:00:00Z&to=2026-01-02T04:00:00Z");
        Assert.Equal("1m", list.GetProperty("bucket").GetString());
        Assert.Equal(
            ["2026-01-02T03:04:00Z 2 1 3 2", "2026-01-02T03:05:00Z 9 9 9 1"],
            list.GetProperty("buckets").EnumerateArray().Select(item => $"{item.GetProperty("start").GetString()} {item.GetProperty("avg")} {item.GetProperty("min")} {item.GetProperty("max")} {item.GetProperty("count")}"));
    }

    [Fact]
    public async Task The_list_has_the_declared_metrics_with_band_and_limits()
    {
        var list = (await GetAsync("/api/v2/metrics")).GetProperty("metrics").EnumerateArray().ToList();
        var clarity = list.Single(item => item.GetProperty("metric").GetString() == "clarity");
        Assert.Equal((0.7, 0.9, 0.8), (clarity.GetProperty("band").GetProperty("min").GetDouble(), clarity.GetProperty("band").GetProperty("max").GetDouble(), clarity.GetProperty("band").GetProperty("target").GetDouble()));
        Assert.Equal((0.65, 0.95), (clarity.GetProperty("limits").GetProperty("warning_low").GetDouble(), clarity.GetProperty("limits").GetProperty("critical_high").GetDouble()));
        Assert.Equal(JsonValueKind.Null, clarity.GetProperty("limits").GetProperty("warning_high").ValueKind);
    }

    private static string NewMetric() => "m" + Guid.NewGuid().ToString("N")[..12];

    private async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(string body, string type)
    {
        using var bound = Bound.Start();
        using var response = await host.Http.PostAsync("/api/v2/metrics", new StringContent(body, Encoding.UTF8, type), bound.Token);
        return (response.StatusCode, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(bound.Token)));
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var bound = Bound.Start();
        return JsonSerializer.Deserialize<JsonElement>(await host.Http.GetStringAsync(path, bound.Token));
    }
}
