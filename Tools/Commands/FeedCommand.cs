using System.CommandLine;
using Iskra.Tools.Exposition;
using Iskra.Tools.Feeding;

namespace Iskra.Tools.Commands;

/// <summary><c>iskra feed</c>: follows a Prometheus exporter and reports chosen series.</summary>
internal static class FeedCommand
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    private sealed record Settings(Uri From, Uri To, string Source, string? Token, TimeSpan Every, bool Once, IReadOnlyList<SeriesMapping> Mappings);

    public static Command Create()
    {
        var from = new Option<string>("--from") { Description = "Address of the exporter, for example http://host:9100/metrics.", Required = true };
        var map = new Option<string[]>("--map")
        {
            Description = "What to report as what: series=metric,… Series may have labels, node_cpu_seconds_total{mode=\"idle\"}, and functions: rate, sum, avg, min, max.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var to = new Option<string>("--to") { Description = "Where to report: ws:// or http:// address of the server.", DefaultValueFactory = _ => "ws://127.0.0.1:3001/realtime" };
        var every = new Option<string>("--every") { Description = "Time between two looks.", DefaultValueFactory = _ => "5s" };
        var source = new Option<string?>("--source") { Description = "Source of the samples; the host and port of the exporter when not given." };
        var once = new Option<bool>("--once") { Description = "Look and report once (twice for rates), then end; exit code 1 when a series is missing." };
        var token = CommonOptions.Token();
        var command = new Command("feed", "Follow a Prometheus exporter and report chosen series as metrics.") { from, map, to, every, source, once, token };
        command.SetAction((parsed, cancellation) =>
        {
            var origin = CommonOptions.Address(parsed.GetRequiredValue(from), "--from", "http", "https");
            return RunAsync(
                new Settings(
                    origin,
                    CommonOptions.Address(parsed.GetRequiredValue(to), "--to", "ws", "wss", "http", "https"),
                    SourceOf(parsed.GetValue(source) ?? origin.Authority),
                    parsed.GetValue(token),
                    DurationText.Parse(parsed.GetRequiredValue(every), "--every", ShortestInterval, LongestInterval),
                    parsed.GetValue(once),
                    MappingParser.Parse(parsed.GetRequiredValue(map))),
                cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(Settings settings, CancellationToken cancellation)
    {
        using var exporter = new ExporterClient(settings.From, AnswerLimit, ExpositionLimits.Default);
        await using ISampleReporter reporter = settings.To.Scheme.StartsWith("ws", StringComparison.Ordinal)
            ? new SocketReporter(settings.To, settings.Token, settings.Source, AnswerLimit)
            : new HttpReporter(settings.To, settings.Token, settings.Source, AnswerLimit);
        var queue = new SampleQueue(SampleQueue.DefaultCapacity);
        var feed = new Feed(exporter, settings.Mappings, reporter, queue, Console.Error.WriteLine, TimeProvider.System, Random.Shared);
        if (settings.Once)
        {
            return await RunOnceAsync(feed, settings, cancellation);
        }

        await Console.Error.WriteLineAsync($"Following {settings.From} as {settings.Source}: {string.Join(", ", settings.Mappings.Select(mapping => mapping.Metric))} to {settings.To}");
        try
        {
            await feed.RunAsync(settings.Every, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Stopping is the normal end of a feed.
        }

        await Console.Error.WriteLineAsync($"{feed.Acknowledged} samples reported, {queue.Dropped} gave way, {queue.Count} not acknowledged.");
        return 0;
    }

    private static async Task<int> RunOnceAsync(Feed feed, Settings settings, CancellationToken cancellation)
    {
        var complete = await feed.FetchAsync(cancellation);
        if (settings.Mappings.Any(mapping => mapping.Expression.NeedsTwo))
        {
            await Task.Delay(settings.Every, cancellation);
            complete = await feed.FetchAsync(cancellation);
        }

        await feed.FlushAsync(cancellation);
        await Console.Error.WriteLineAsync($"{feed.Acknowledged} samples reported.");
        return complete ? 0 : 1;
    }

    private static string SourceOf(string text) =>
        text.Length is > 0 and <= 64 && text.All(character => char.IsAsciiLetterOrDigit(character) || "_.:@/-".Contains(character))
            ? text
            : throw new ToolException($"--source is '{text}'; it must be 1 to 64 letters, digits and _ . : @ / -");
}
