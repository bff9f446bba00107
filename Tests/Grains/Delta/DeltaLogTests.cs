using System.Text.Json;
using Iskra.Channels;
using Iskra.Delta;
using Iskra.Tests.Grains.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Grains.Delta;

/// <summary>From occurrences to rows and events.</summary>
public sealed class DeltaLogTests
{
    private readonly FakeDeltaStore _store = new();

    [Fact]
    public async Task An_occurrence_becomes_a_row_and_an_event_and_calls_maki_when_it_matters()
    {
        await using var rig = await StartAsync();
        await ReportAsync(rig, Violation(rig));
        var recorded = await NextAsync(rig);
        Assert.Equal("delta_event", recorded.Type);
        Assert.Equal("protocol_violation", recorded.Data.GetProperty("delta").GetString());
        Assert.Equal("data_contract", recorded.Data.GetProperty("seam_id").GetString());
        Assert.Equal(3, recorded.Data.GetProperty("dimension").GetInt32());
        Assert.Equal(0.72, recorded.Data.GetProperty("data").GetProperty("analysis").GetProperty("significance").GetDouble());
        var maki = await NextAsync(rig);
        Assert.Equal("maki_triggered", maki.Type);
        Assert.Equal(recorded.Data.GetProperty("id").GetString(), maki.Data.GetProperty("record_id").GetString());
        await Eventually.TrueAsync(() => _store.Records.Count == 1, "the row is stored");
    }

    [Fact]
    public async Task Maki_is_called_at_most_once_a_seam_and_minute_also_after_a_restart()
    {
        await using var rig = await StartAsync();
        await ReportAsync(rig, Violation(rig));
        Assert.Equal(["delta_event", "maki_triggered"], await TakeAsync(rig, 2));
        await Eventually.TrueAsync(() => rig.States.Rows("delta-log").Count == 1, "the call is remembered");
        await rig.Engine.DeactivateAllAsync();
        rig.AdvanceMs(59_000);
        await ReportAsync(rig, Violation(rig));
        rig.AdvanceMs(1_000);
        await ReportAsync(rig, Violation(rig));
        Assert.Equal(["delta_event", "delta_event", "maki_triggered"], await TakeAsync(rig, 3));
    }

    [Fact]
    public async Task A_flood_becomes_a_bounded_number_of_records_that_count_all_of_it()
    {
        await using var rig = await StartAsync();
        for (var i = 0; i < 40; i++) await ReportAsync(rig, [.. Enumerable.Repeat(Violation(rig), DeltaBatch.MaxOccurrences)]);
        await rig.AdvanceUntilAsync(500, () => _store.Records.Count > DeltaSampler.MaxPerWindow, "the rest is recorded");
        var records = _store.Records;
        Assert.Equal(DeltaSampler.MaxPerWindow + 1, records.Count);
        Assert.Equal(40 * DeltaBatch.MaxOccurrences, records.Sum(record => JsonDocument.Parse(record.Data).RootElement.GetProperty("count").GetInt32()));
        var seam = await rig.Grain<IDeltaLogGrain>("data_contract").Seam();
        Assert.Equal(40 * DeltaBatch.MaxOccurrences, seam.Events);
        Assert.Equal(seam.Events, seam.Errors);
        Assert.Equal(0.72, seam.MeanSignificance, 6);
    }

    [Fact]
    public async Task What_the_store_does_not_take_waits_and_is_stored_once_when_it_is_back()
    {
        await using var rig = await StartAsync();
        _store.IsAway = true;
        await ReportAsync(rig, Violation(rig), Violation(rig));
        await NextAsync(rig);
        _store.IsAway = false;
        await rig.AdvanceUntilAsync(500, () => _store.Records.Count == 2, "the rows are stored");
        await NextAsync(rig);
        Assert.Equal(2, _store.Records.Select(record => record.Id).Distinct().Count());
    }

    private Task<MetricRig> StartAsync() => MetricRig.StartAsync(more: services => services.AddSingleton<IDeltaStore>(_store));

    private static DeltaOccurrence Violation(MetricRig rig) =>
        new("protocol_violation", rig.Time.GetUtcNow(), "gateway-1") { ErrorCode = "invalid_json" };

    private static Task ReportAsync(MetricRig rig, params DeltaOccurrence[] occurrences) =>
        rig.Grain<IDeltaLogGrain>("data_contract").Report(new DeltaBatch([.. occurrences]));

    private static async Task<(string Type, JsonElement Data)> NextAsync(MetricRig rig)
    {
        var draft = await rig.NextAsync(ChannelName.Delta);
        return (draft.Type, JsonDocument.Parse(draft.Data).RootElement);
    }

    private static async Task<IEnumerable<string>> TakeAsync(MetricRig rig, int count)
    {
        var types = new List<string>();
        for (var i = 0; i < count; i++) types.Add((await NextAsync(rig)).Type);
        return types;
    }
}
