using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Iskra.Tools.Commands;

/// <summary><c>iskra check</c>: asks the three health endpoints once.</summary>
internal static class CheckCommand
{
    private const int MaxAnswerBytes = 1 << 20;
    private static readonly string[] Paths = ["/health", "/ready", "/health/realtime"];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var to = new Option<string>("--to") { Description = "Address of the server.", DefaultValueFactory = _ => "http://127.0.0.1:8080" };
        var only = new Option<string?>("--only") { Description = "Ask only one of them, for example /ready; silos answer /health and /ready." };
        only.AcceptOnlyFromAmong(Paths);
        var command = new Command("check", "Ask /health, /ready and /health/realtime once. Exit code 0 when the server lives, is ready and not unhealthy.") { to, only };
        command.SetAction((parsed, cancellation) => RunAsync(
            CommonOptions.Address(parsed.GetRequiredValue(to), "--to", "http", "https"), parsed.GetValue(only) is { } path ? [path] : Paths, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Uri server, string[] paths, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = server, Timeout = Limit, MaxResponseContentBufferSize = MaxAnswerBytes };
        var well = true;
        foreach (var path in paths)
        {
            var (passed, summary) = await AskAsync(http, path, cancellation);
            Console.WriteLine($"{(passed ? '✓' : '✗')} {path,-17} {summary}");
            well &= passed;
        }

        return well ? 0 : 1;
    }

    private static async Task<(bool Passed, string Summary)> AskAsync(HttpClient http, string path, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), cancellation);
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellation));
            var unhealthy = json.RootElement.TryGetProperty("status", out var status) && status.GetString() == "unhealthy";
            return (answer.IsSuccessStatusCode && !unhealthy, $"{((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture)} {json.RootElement.GetRawText().ReplaceLineEndings("")}");
        }
        catch (JsonException)
        {
            return (false, "the answer is not JSON");
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return (false, exception is OperationCanceledException ? "no answer within 5 s" : exception.GetBaseException().Message);
        }
    }
}
