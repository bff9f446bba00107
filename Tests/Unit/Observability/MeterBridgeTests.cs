using System.Diagnostics.Metrics;
using Iskra.Gateway.Observability;
using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests.Unit.Observability;

public sealed class MeterBridgeTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MetricRegistry _registry = new();

    private IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    [Fact]
    public async Task What_goes_up_and_down_is_counted_by_its_label()
    {
        using var bridge = await StartAsync();
        using var meter = Meters.Create(BridgedInstruments.Orleans);
        var grains = meter.CreateUpDownCounter<int>("orleans-grains");
        grains.Add(2, new KeyValuePair<string, object?>("type", "ChannelGrain"));
        grains.Add(-1, new KeyValuePair<string, object?>("type", "ChannelGrain"));
        grains.Add(1, new KeyValuePair<string, object?>("type", "MetricGrain"));
        Assert.Contains("\norleans_grains{type=\"ChannelGrain\"} 1\norleans_grains{type=\"MetricGrain\"} 1\n", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instrument_that_is_asked_shows_its_last_answer_and_not_the_sum_of_all()
    {
        using var bridge = await StartAsync();
        using var meter = Meters.Create(BridgedInstruments.Orleans);
        var activations = 5;
        meter.CreateObservableGauge("orleans-catalog-activations", () => activations);
        meter.CreateObservableCounter("orleans-app-requests-latency-sum", () => 2_500L);
        bridge.Refresh();
        bridge.Refresh();
        Assert.Contains("\norleans_activations 5\n", Text(), StringComparison.Ordinal);
        Assert.Contains("\norleans_request_seconds_total 2.5\n", Text(), StringComparison.Ordinal);
        activations = 3;
        bridge.Refresh();
        Assert.Contains("\norleans_activations 3\n", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Durations_become_a_histogram()
    {
        using var bridge = await StartAsync();
        using var meter = Meters.Create(BridgedInstruments.Npgsql);
        meter.CreateHistogram<double>("db.client.operation.duration", "s").Record(0.004);
        var text = Text();
        Assert.Contains("\ndb_client_operation_duration_seconds_bucket{le=\"0.0025\"} 0\ndb_client_operation_duration_seconds_bucket{le=\"0.005\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\ndb_client_operation_duration_seconds_sum 0.004\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_instruments_of_another_host_in_the_same_process_are_left_alone()
    {
        using var bridge = await StartAsync();
        using var others = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var meter = others.GetRequiredService<IMeterFactory>().Create(BridgedInstruments.Orleans);
        meter.CreateCounter<int>("orleans-messaging-rejected").Add(7);
        Assert.DoesNotContain("orleans_messages_rejected_total 7", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Label_values_are_bounded()
    {
        using var bridge = await StartAsync();
        using var meter = Meters.Create(BridgedInstruments.Orleans);
        var grains = meter.CreateUpDownCounter<int>("orleans-grains");
        for (var i = 0; i < MetricFamily<Gauge>.MaxSeries + 50; i++) grains.Add(1, new KeyValuePair<string, object?>("type", $"T{i}"));
        Assert.Contains("\norleans_grains{type=\"other\"} 50\n", Text(), StringComparison.Ordinal);
    }

    public void Dispose() => _services.Dispose();

    private async Task<MeterBridge> StartAsync()
    {
        var bridge = new MeterBridge(_registry, Meters);
        await bridge.StartingAsync(TestContext.Current.CancellationToken);
        return bridge;
    }

    private string Text()
    {
        var writer = new ExpositionWriter(isOpenMetrics: false);
        _registry.WriteTo(writer);
        return writer.ToString();
    }
}
