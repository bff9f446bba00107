using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Iskra.Tests.Receivers;

namespace Iskra.Tests.Gateway.Alerts;

/// <summary>Who is told of an alert, over HTTP.</summary>
public sealed class EscalationApiTests : IAsyncLifetime
{
    private readonly string _file = Path.GetTempFileName();
    private readonly HttpStub _hook = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private TestGateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_file, $"""
            route:
              receiver: default
            receivers:
            - name: default
            - name: ops
              webhook_configs:
              - url: {_hook.Url}
            """);
        _gateway = await TestGateway.StartAsync(
        [
            $"--Alerts:ConfigFile={_file}", "--Alerts:Chains:P0:0:Role=ops", "--Alerts:Chains:P0:0:AfterSeconds=0",
            "--Alerts:Chains:P0:1:Role=chief", "--Alerts:Chains:P0:1:AfterSeconds=600", "--Alerts:Chains:P0:1:Channels=slack, email",
        ]);
        _http.BaseAddress = _gateway.Http();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _gateway.DisposeAsync();
        await _hook.DisposeAsync();
        File.Delete(_file);
    }

    [Fact]
    public async Task The_steps_of_the_chain_are_told_and_what_was_sent_by_them()
    {
        var answer = await FireAndReadAsync("sent");
        Assert.Equal(("P0", "firing", "notified", 1), (Text(answer, "priority"), Text(answer, "status"), Text(answer, "reason"), answer.GetProperty("escalation_step").GetInt32()));
        var steps = answer.GetProperty("steps").EnumerateArray().ToArray();
        Assert.Equal([("ops", "done"), ("chief", "next")], steps.Select(step => (Text(step, "role"), Text(step, "state"))));
        Assert.Equal(["""["webhook[0]"]""", "[]"], steps.Select(step => step.GetProperty("integrations").GetRawText()));
        Assert.Equal("""["slack","email"]""", steps[1].GetProperty("channels").GetRawText());
        Assert.Equal(600_000, steps[1].GetProperty("after_ms").GetInt64());
        Assert.Equal(TimeSpan.FromMinutes(10), steps[1].GetProperty("due_at").GetDateTimeOffset() - steps[0].GetProperty("due_at").GetDateTimeOffset());
        var told = answer.GetProperty("notifications").EnumerateArray().Single();
        Assert.Equal(("ops", "webhook[0]", "ops", 1), (Text(told, "receiver"), Text(told, "integration"), Text(told, "role"), told.GetProperty("step").GetInt32()));
        Assert.Equal((1, true, false), (told.GetProperty("tries").GetInt32(), told.GetProperty("firing").GetBoolean(), told.TryGetProperty("reason", out _)));
        Assert.True(told.GetProperty("changed_at").GetDateTimeOffset() >= told.GetProperty("enqueued_at").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_notification_that_failed_says_why_and_one_that_is_tried_again_says_when()
    {
        _hook.AnswerWith(403);
        var failed = (await FireAndReadAsync("failed")).GetProperty("notifications")[0];
        Assert.Contains("403", Text(failed, "reason"), StringComparison.Ordinal);
        Assert.False(failed.TryGetProperty("next_try_at", out _));

        _hook.AnswerWith(500);
        var waiting = (await FireAndReadAsync("pending", "Second")).GetProperty("notifications")[0];
        Assert.Contains("500", Text(waiting, "reason"), StringComparison.Ordinal);
        Assert.True(waiting.GetProperty("next_try_at").GetDateTimeOffset() > waiting.GetProperty("changed_at").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("0000000000000000", HttpStatusCode.NotFound)]
    [InlineData("not-a-fingerprint", HttpStatusCode.BadRequest)]
    public async Task An_alert_that_is_not_there_is_not_found(string fingerprint, HttpStatusCode status)
    {
        using var answer = await _http.GetAsync($"/api/v2/alerts/{fingerprint}/escalation");
        Assert.Equal(status, answer.StatusCode);
    }

    /// <summary>Fires an urgent alert and reads until its notification is where it should be, tried at least once.</summary>
    private async Task<JsonElement> FireAndReadAsync(string status, string name = "First")
    {
        using var posted = await _http.PostAsJsonAsync("/api/v2/alerts", new[] { new { labels = new { alertname = name, severity = "critical" } } });
        posted.EnsureSuccessStatusCode();
        var alerts = await _http.GetFromJsonAsync<JsonElement>($"/api/v2/alerts?filter=alertname%3D{name}");
        var path = $"/api/v2/alerts/{Text(alerts[0], "fingerprint")}/escalation";
        JsonElement answer = default;
        await Eventually.TrueAsync(
            async () =>
            {
                answer = await _http.GetFromJsonAsync<JsonElement>(path);
                return answer.GetProperty("notifications").EnumerateArray().Any(each => Text(each, "status") == status && each.GetProperty("tries").GetInt32() > 0);
            },
            $"a notification is {status}");
        return answer;
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
