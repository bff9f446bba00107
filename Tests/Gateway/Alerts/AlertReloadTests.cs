using System.Net;
using System.Text;
using System.Text.Json;
using Iskra.Gateway.Hosting;

namespace Iskra.Tests.Gateway.Alerts;

/// <summary>alertmanager.yml is read again without a restart.</summary>
public sealed class AlertReloadTests : IAsyncLifetime
{
    private const string One = "route: {receiver: one}\nreceivers: [{name: one}]\n";
    private const string Two = "route: {receiver: two}\nreceivers: [{name: two}]\n";

    private readonly string _file = Path.GetTempFileName();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private TestGateway _gateway = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_file, One);
        _gateway = await TestGateway.StartAsync(["--Alerts:ConfigFile=" + _file]);
        _http.BaseAddress = _gateway.Http();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _gateway.DisposeAsync();
        File.Delete(_file);
    }

    [Fact]
    public async Task Routes_and_receivers_are_those_of_the_new_file_and_the_alerts_stay()
    {
        await PostAlertAsync();
        Assert.Equal(["one"], await ReceiversAsync());
        await File.WriteAllTextAsync(_file, Two, Cancel);
        using var reload = await _http.PostAsync("/-/reload", null, Cancel);
        Assert.Equal((HttpStatusCode.OK, ""), (reload.StatusCode, await reload.Content.ReadAsStringAsync(Cancel)));
        Assert.Equal("[{\"name\":\"two\"}]\n", await _http.GetStringAsync("/api/v2/receivers", Cancel));
        await Eventually.TrueAsync(async () => (await ReceiversAsync()).SequenceEqual(["two"]), "the alert has the new receiver");
        Assert.Contains("receiver: two", await _http.GetStringAsync("/api/v2/status", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_file_is_refused_with_its_line_and_changes_nothing()
    {
        await File.WriteAllTextAsync(_file, "route: {receiver: two}\nreceivers:\n- nam: two\n", Cancel);
        using var reload = await _http.PostAsync("/-/reload", null, Cancel);
        Assert.Equal(HttpStatusCode.InternalServerError, reload.StatusCode);
        var reason = await reload.Content.ReadAsStringAsync(Cancel);
        Assert.StartsWith("failed to reload config: ", reason, StringComparison.Ordinal);
        Assert.Contains(_file + ":3:", reason, StringComparison.Ordinal);
        Assert.Equal("[{\"name\":\"one\"}]\n", await _http.GetStringAsync("/api/v2/receivers", Cancel));
        await _gateway.Get<AlertReloader>().LookAsync();
        Assert.Equal("[{\"name\":\"one\"}]\n", await _http.GetStringAsync("/api/v2/receivers", Cancel));
    }

    [Fact]
    public async Task Another_gateway_of_the_cluster_finds_out_by_itself_and_keeps_what_it_has_when_its_file_is_broken()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, One, Cancel);
        await using var other = await TestGateway.StartAsync(["--Alerts:ConfigFile=" + file], _gateway.Cluster);
        await File.WriteAllTextAsync(_file, Two, Cancel);
        await File.WriteAllTextAsync(file, "route: [", Cancel);
        using var reload = await _http.PostAsync("/-/reload", null, Cancel);
        await other.Get<AlertReloader>().LookAsync();
        Assert.Equal("[{\"name\":\"one\"}]\n", await _http.GetStringAsync(other.Http("/api/v2/receivers"), Cancel));
        await File.WriteAllTextAsync(file, Two, Cancel);
        using var again = await _http.PostAsync("/-/reload", null, Cancel);
        await other.Get<AlertReloader>().LookAsync();
        Assert.Equal("[{\"name\":\"two\"}]\n", await _http.GetStringAsync(other.Http("/api/v2/receivers"), Cancel));
        File.Delete(file);
    }

    private async Task PostAlertAsync()
    {
        using var body = new StringContent("""[{"labels":{"alertname":"A"}}]""", Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync("/api/v2/alerts", body, Cancel);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<string[]> ReceiversAsync()
    {
        var answer = await _http.GetAsync("/api/v2/alerts", Cancel);
        if (!answer.IsSuccessStatusCode) return [];
        var alerts = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement.EnumerateArray();
        return [.. alerts.SelectMany(alert => alert.GetProperty("receivers").EnumerateArray()).Select(receiver => receiver.GetProperty("name").GetString()!)];
    }
}
