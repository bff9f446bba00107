using System.Collections.Concurrent;
using System.Diagnostics;
using Iskra.Channels;
using Iskra.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Iskra.Tests.Engine;

/// <summary>Figures for the documents. They assert nothing and run only when asked for (<c>-explicit only</c>).</summary>
public sealed class Figures
{
    [Fact(Explicit = true)]
    public async Task Cost_of_a_call()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Client.GetGrain<ITurnGrain>("figures");
        await RepeatAsync(grain, 20_000);
        var watch = Stopwatch.StartNew();
        await RepeatAsync(grain, 100_000);
        Say($"one after the other, from a client: {watch.Elapsed.TotalMicroseconds / 100_000:0.00} µs a call");
        watch.Restart();
        for (var i = 0; i < 100; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => grain.Count()));
        }

        Say($"a thousand at a time, from a client: {watch.Elapsed.TotalMicroseconds / 100_000:0.00} µs a call");
    }

    [Fact(Explicit = true)]
    public async Task Latency_of_a_delivery_and_cost_of_an_idle_silo()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddIskraSilo();
        builder.Services.AddIskraChannels();
        builder.Services.AddSingleton<IEventLog>(new FakeEventLog());
        using var host = builder.Build();
        await host.StartAsync();
        var cluster = host.Services.GetRequiredService<IClusterClient>();
        var channel = cluster.GetGrain<IChannelGrain>("room/figures");
        var clock = new DeliveryClock();
        await channel.Attach("figures", cluster.CreateObjectReference<IChannelReceiver>(clock));
        for (var i = 0; i < 1100; i++)
        {
            await channel.Append(Drafts.Of($"e{i}"));
            await Task.Delay(Random.Shared.Next(1, 10));
            if (i % 100 == 0) await channel.Attach("figures");
        }

        await Eventually.TrueAsync(() => clock.LatenciesMs.Count == 1100, "all events have arrived");
        var sorted = clock.LatenciesMs.Skip(100).Order().ToArray();
        Say($"{host.Services.GetRequiredService<EngineInfo>()}: delivery p50 {sorted[500]:0.00} ms, p99 {sorted[990]:0.00} ms");
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        await Task.Delay(TimeSpan.FromSeconds(5));
        Say($"idle: {(Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds / 5:P2} of a core");
        await host.StopAsync();
    }

    private static async Task RepeatAsync(ITurnGrain grain, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await grain.Count();
        }
    }

    private static void Say(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);

    private sealed class DeliveryClock : IChannelReceiver
    {
        public ConcurrentQueue<double> LatenciesMs { get; } = new();

        public Task Deliver(ChannelBatch batch)
        {
            var nowUs = TimeProvider.System.GetUtcNow().Ticks / 10 - DateTime.UnixEpoch.Ticks / 10;
            foreach (var item in batch.Events) LatenciesMs.Enqueue((nowUs - item.AcceptedUs) / 1000.0);
            return Task.CompletedTask;
        }

        public Task Moved() => Task.CompletedTask;
    }
}
