using Iskra.Delta;
using Iskra.Tests.Grains.Metrics;
using Iskra.Voices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Iskra.Tests.Grains.Delta;

/// <summary>From threads of a gateway to the cluster.</summary>
public sealed class DeltaReporterTests
{
    private readonly FakeDeltaStore _store = new();

    [Fact]
    public async Task A_single_report_goes_at_once()
    {
        await using var rig = await StartAsync();
        using var reporter = await ReporterAsync(rig);
        reporter.Report(new DeltaNote(DeltaEventType.ConnectionFailed) { Subject = "abcdef", ErrorMessage = new string('x', 400) });
        await Eventually.TrueAsync(() => _store.Records.Count == 1, "the record is stored");
        Assert.Equal("network_infrastructure", _store.Records[0].SeamId);
        Assert.DoesNotContain(new string('x', DeltaOccurrence.MaxErrorLength + 1), _store.Records[0].Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_from_many_threads_is_sampled_and_counted_whole()
    {
        await using var rig = await StartAsync();
        using var reporter = await ReporterAsync(rig);
        const int Threads = 8, Each = 50_000;
        Parallel.For(0, Threads, _ =>
        {
            for (var i = 0; i < Each; i++) reporter.Report(new DeltaNote(DeltaEventType.ProtocolViolation) { ErrorCode = "invalid_json" });
        });
        await rig.AdvanceUntilAsync(200, () => Counted() == Threads * Each, "all of it is counted");
        Assert.InRange(_store.Records.Count, 2, 3 * (DeltaSampler.MaxPerWindow + 1));
    }

    [Fact]
    public async Task Heartbeats_are_one_record_in_thirty_seconds()
    {
        await using var rig = await StartAsync();
        using var reporter = await ReporterAsync(rig);
        for (var i = 0; i < 1_000; i++) reporter.Heartbeat(TimeSpan.FromMilliseconds(20));
        await rig.AdvanceUntilAsync(1_000, () => _store.Records.Count == 1, "the record is stored");
        Assert.Contains("\"count\":1000", _store.Records[0].Data, StringComparison.Ordinal);
        Assert.Contains("\"latency_ms\":20", _store.Records[0].Data, StringComparison.Ordinal);
        Assert.True(rig.Time.Elapsed >= TimeSpan.FromSeconds(29));
    }

    [Fact]
    public async Task What_finds_no_room_to_wait_is_counted()
    {
        await using var rig = await StartAsync();
        using var reporter = Reporter(rig);
        const int Seconds = 5;
        for (var second = 0; second < Seconds; second++)
        {
            foreach (var type in DeltaEventType.All)
            {
                for (var i = 0; i < DeltaSampler.MaxPerWindow; i++) reporter.Report(new DeltaNote(type));
            }

            rig.AdvanceMs(1_000);
        }

        var all = Seconds * DeltaEventType.All.Length * DeltaSampler.MaxPerWindow;
        Assert.True(all > DeltaReporter.MaxWaiting);
        await reporter.StartAsync(CancellationToken.None);
        await rig.AdvanceUntilAsync(100, () => Counted() == all, "all of it is recorded or counted");
    }

    private int Counted() => _store.Records.Sum(record =>
        System.Text.Json.JsonDocument.Parse(record.Data).RootElement.GetProperty("count").GetInt32());

    private Task<MetricRig> StartAsync() => MetricRig.StartAsync(more: services => services.AddSingleton<IDeltaStore>(_store));

    private static DeltaReporter Reporter(MetricRig rig) => new(
        rig.Engine.Client, new DeltaOptions("gateway-1"), VoiceSettings.Default, rig.Time, NullLogger<DeltaReporter>.Instance);

    private static async Task<DeltaReporter> ReporterAsync(MetricRig rig)
    {
        var reporter = Reporter(rig);
        await reporter.StartAsync(CancellationToken.None);
        return reporter;
    }
}
