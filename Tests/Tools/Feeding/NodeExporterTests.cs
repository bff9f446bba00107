using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Iskra.Tests.Tools.Support;
using Iskra.Tools.Exposition;
using Iskra.Tools.Feeding;

namespace Iskra.Tests.Tools.Feeding;

/// <summary>The feed against Debian's own node exporter.</summary>
public sealed partial class NodeExporterTests
{
    private const string Binary = "/usr/bin/prometheus-node-exporter";

    [GeneratedRegex("msg=\"Listening on\".* address=127\\.0\\.0\\.1:([0-9]+)")]
    private static partial Regex Listening { get; }

    [Fact]
    public async Task The_load_and_the_processor_time_of_this_machine_arrive()
    {
        Assert.SkipUnless(File.Exists(Binary), "prometheus-node-exporter is not installed; ./iskra test installs it.");
        var cancellation = TestContext.Current.CancellationToken;
        using var process = Start();
        try
        {
            var address = new Uri($"http://127.0.0.1:{await PortAsync(process).Soon()}/metrics");
            await using var gateway = await FakeGateway.StartAsync();
            await using var reporter = new SocketReporter(gateway.Socket, null, "node", Waiting.Limit);
            using var exporter = new ExporterClient(address, Waiting.Limit, ExpositionLimits.Default);
            var mappings = MappingParser.Parse(["node_load1=load", "sum(rate(node_cpu_seconds_total))=cpu_seconds", "node_nothing=nothing"]);
            var log = new List<string>();
            var feed = new Feed(exporter, mappings, reporter, new SampleQueue(SampleQueue.DefaultCapacity), log.Add, TimeProvider.System, new Random(1));

            await feed.FetchAsync(cancellation);
            await feed.FlushAsync(cancellation).Soon();
            await feed.FetchAsync(cancellation);
            await feed.FlushAsync(cancellation).Soon();

            var first = (await gateway.NextAsync("bulk_metrics")).GetProperty("data");
            var second = (await gateway.NextAsync("bulk_metrics")).GetProperty("data");
            Assert.Equal("load", Assert.Single(first.EnumerateArray()).GetProperty("metric").GetString());
            Assert.Equal(["load", "cpu_seconds"], second.EnumerateArray().Select(sample => sample.GetProperty("metric").GetString()));
            Assert.All(second.EnumerateArray(), sample => Assert.True(sample.GetProperty("value").GetDouble() >= 0));
            Assert.Equal(["node_nothing is missing: the exporter has no such series."], log);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None).Soon();
        }
    }

    private static Process Start() => Process.Start(new ProcessStartInfo(Binary, ["--web.listen-address=127.0.0.1:0"]) { RedirectStandardError = true })!;

    private static async Task<int> PortAsync(Process process)
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (Listening.Match(line) is { Success: true } match)
            {
                return int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
            }
        }

        throw new InvalidOperationException("The node exporter ended before it listened.");
    }
}
