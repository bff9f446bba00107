using System.Text.Json;

namespace Iskra.Tools.Monitoring;

/// <summary>Checks all dashboards, once or again and again, and tells what it found.</summary>
/// <param name="dashboards">What to check; at least one.</param>
/// <param name="token">A token, or null.</param>
/// <param name="stepLimit">Longest wait for one check.</param>
/// <param name="output">Takes one line a check.</param>
/// <param name="time">The clock.</param>
internal sealed class Monitor(IReadOnlyList<Dashboard> dashboards, string? token, TimeSpan stepLimit, TextWriter output, TimeProvider time)
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    private bool _warm;

    /// <summary>One round over all dashboards.</summary>
    public async Task<ProbeReport> RunOnceAsync(CancellationToken cancellation)
    {
        await WarmUpAsync(cancellation);
        var startedAt = time.GetUtcNow();
        var checks = new List<ProbeCheck>();
        foreach (var dashboard in dashboards)
        {
            foreach (var check in await new DashboardProbe(dashboard, token, stepLimit, time).RunAsync(cancellation))
            {
                checks.Add(check);
                await output.WriteLineAsync(check.ToString());
            }
        }

        var report = new ProbeReport(startedAt, dashboards, checks);
        await output.WriteLineAsync(report.Passed
            ? $"all {checks.Count} checks passed"
            : $"{checks.Count(check => !check.Passed)} of {checks.Count} checks failed");
        return report;
    }

    // What is measured is the server and the way to it, not the first steps of this process: those are made here, uncounted.
    private async Task WarmUpAsync(CancellationToken cancellation)
    {
        if (!_warm)
        {
            await new DashboardProbe(dashboards[0], token, stepLimit, time).RunAsync(cancellation);
            _warm = true;
        }
    }

    /// <summary>Rounds until cancelled, each <paramref name="every"/> after the one before; <paramref name="onReport"/> sees each.</summary>
    /// <returns>Whether the last complete round passed.</returns>
    public async Task<bool> WatchAsync(TimeSpan every, Action<ProbeReport> onReport, CancellationToken cancellation)
    {
        var passed = false;
        try
        {
            while (true)
            {
                var report = await RunOnceAsync(cancellation);
                passed = report.Passed;
                onReport(report);
                await Task.Delay(every, time, cancellation);
                await output.WriteLineAsync();
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return passed;
        }
    }

    /// <summary>Writes a report to a file, replacing it whole.</summary>
    public static void Save(ProbeReport report, string file)
    {
        var complete = file + ".new";
        using (var stream = File.Create(complete))
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            report.Write(writer);
        }

        File.Move(complete, file, overwrite: true);
    }
}
