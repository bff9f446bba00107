using System.CommandLine;
using Iskra.Tools.Monitoring;
using Monitor = Iskra.Tools.Monitoring.Monitor;

namespace Iskra.Tools.Commands;

/// <summary><c>iskra monitor</c>: checks the three dashboards against their targets.</summary>
internal static class MonitorCommand
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromHours(24);
    private static readonly TimeSpan ShortestLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLimit = TimeSpan.FromMinutes(1);

    public static Command Create()
    {
        var host = CommonOptions.Host();
        var pulse = CommonOptions.Port("--pulse-port", "the Pulse dashboard", 3001);
        var seams = CommonOptions.Port("--seams-port", "the Seams dashboard", 3002);
        var voices = CommonOptions.Port("--voices-port", "the Voices dashboard", 3003);
        var token = CommonOptions.Token();
        var json = new Option<string?>("--json") { Description = "Also write the report to this file." };
        var watch = new Option<bool>("--watch") { Description = "Repeat until stopped; the exit code is that of the last round." };
        var every = new Option<string>("--every") { Description = "With --watch: the time between rounds.", DefaultValueFactory = _ => "30s" };
        var timeout = new Option<string>("--timeout") { Description = "Longest wait for one check.", DefaultValueFactory = _ => "5s" };
        var command = new Command("monitor", "Check the three dashboards: connect, ping, subscribe, metrics, heartbeat. Exit code 0 when all is well.")
        {
            host, pulse, seams, voices, token, json, watch, every, timeout,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var at = parsed.GetRequiredValue(host);
            Dashboard[] dashboards =
            [
                new("pulse", AddressOf(at, parsed.GetValue(pulse))),
                new("seams", AddressOf(at, parsed.GetValue(seams))),
                new("voices", AddressOf(at, parsed.GetValue(voices))),
            ];
            var limit = DurationText.Parse(parsed.GetRequiredValue(timeout), "--timeout", ShortestLimit, LongestLimit);
            var interval = DurationText.Parse(parsed.GetRequiredValue(every), "--every", ShortestInterval, LongestInterval);
            var monitor = new Monitor(dashboards, parsed.GetValue(token), limit, Console.Out, TimeProvider.System);
            var file = parsed.GetValue(json);
            return await RunAsync(monitor, parsed.GetValue(watch) ? interval : null, file, cancellation) ? 0 : 1;
        });
        return command;
    }

    private static async Task<bool> RunAsync(Monitor monitor, TimeSpan? every, string? file, CancellationToken cancellation)
    {
        if (every is { } interval)
        {
            return await monitor.WatchAsync(interval, Save, cancellation);
        }

        var report = await monitor.RunOnceAsync(cancellation);
        Save(report);
        return report.Passed;

        void Save(ProbeReport complete)
        {
            if (file is not null)
            {
                Monitor.Save(complete, file);
            }
        }
    }

    private static Uri AddressOf(string host, int port) => new UriBuilder("ws", host, port, "/realtime").Uri;
}
