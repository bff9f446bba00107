using System.Globalization;
using Iskra.Bench.Cases;
using Iskra.Bench.Delivery;
using Iskra.Bench.Measure;
using Iskra.Bench.Peers;
using Iskra.Bench.Servers;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
if (args is ["serve", var kind, var port])
{
    var number = int.Parse(port, CultureInfo.InvariantCulture);
    await (kind == "signalr" ? SignalRServer.RunAsync(number) : WebSocketLoopServer.RunAsync(number));
    return 0;
}

if (args.FirstOrDefault() == "delivery") return await DeliveryBench.RunAsync(args.ElementAtOrDefault(1));
if (args is ["cluster", var keyFile, .. var ports] && ports.Length > 0)
{
    var gateways = ports.Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
    return await new ClusterCase(gateways, (await File.ReadAllTextAsync(keyFile)).Trim()).RunAsync();
}

CpuAffinity.PinLoad();
IPeer[] peers = [new IskraPeer(), new SignalRPeer(), new WebSocketLoopPeer()];
var only = args.Length > 1 ? args[1] : null;
var chosen = peers.Where(peer => only is null || peer.Name.Contains(only, StringComparison.OrdinalIgnoreCase)).ToArray();
switch (args.FirstOrDefault())
{
    case "fanout":
        Console.WriteLine("| server | CPU per delivery | p50 / p99 | delivered | complete |\n|---|---|---|---|---|");
        foreach (var peer in chosen)
        {
            var result = await new FanoutCase().RunAsync(peer);
            Console.WriteLine($"| {result.Peer} | {result.CpuPerDeliveryUs:F2} µs | {result.P50Ms:F1} / {result.P99Ms:F1} ms | {result.Delivered} | {(result.Complete ? "yes" : "NO")} |");
        }

        return 0;
    case "closed-loop":
        Console.WriteLine("| server | deliveries per second | CPU per delivery |\n|---|---|---|");
        foreach (var peer in chosen)
        {
            var result = await new ClosedLoopCase().RunAsync(peer);
            Console.WriteLine($"| {result.Peer} | {result.DeliveriesPerSecond:N0} | {result.CpuPerDeliveryUs:F2} µs |");
        }

        return 0;
    case "idle":
        Console.WriteLine("| server | connect 5,000 | connect p99 | per idle connection |\n|---|---|---|---|");
        foreach (var peer in chosen)
        {
            var result = await new IdleCase().RunAsync(peer);
            Console.WriteLine($"| {result.Peer} | {result.ConnectSeconds:F2} s | {result.ConnectP99Ms:F1} ms | {result.KilobytesPerConnection:F1} KB |");
        }

        return 0;
    case "intake":
        Console.WriteLine("| store | samples acknowledged per second | CPU per sample |\n|---|---|---|");
        var intake = await new IntakeCase().RunAsync(new IskraPeer(only));
        Console.WriteLine($"| {(only is null ? "memory" : "PostgreSQL")} | {intake.SamplesPerSecond:N0} | {intake.CpuPerSampleUs:F2} µs |");
        return 0;
    case "voices":
        Console.WriteLine("| store | value to voice p50 / p99 / max | CPU per ping | CPU per bad frame |\n|---|---|---|---|");
        var voices = await new VoicesCase().RunAsync(new IskraPeer(only));
        Console.WriteLine($"| {(only is null ? "memory" : "PostgreSQL")} | {voices.P50Ms:F1} / {voices.P99Ms:F1} / {voices.MaxMs:F1} ms | {voices.CpuPerPingUs:F1} µs | {voices.CpuPerBadFrameUs:F1} µs |");
        return 0;
    case "alerts":
        Console.WriteLine("| server | 1,000 new alerts visible | CPU to send 10,000 again | query for one | memory |\n|---|---|---|---|---|");
        var alerts = new AlertsCase();
        var config = alerts.WriteConfig();
        await using (var server = await new IskraPeer(only, config).StartAsync()) Print(await alerts.RunAsync(only is null ? "Iskra, memory" : "Iskra, PostgreSQL", server));
        if (File.Exists(AlertmanagerPeer.Program))
        {
            await using var server = await AlertmanagerPeer.StartAsync(config);
            Print(await alerts.RunAsync("Alertmanager 0.25 (Debian)", server));
        }

        return 0;

        static void Print(AlertsResult result) => Console.WriteLine(
            $"| {result.Server} | {result.VisibleMs:F0} ms | {result.ResendCpuSeconds:F2} s ({result.ResendCpuSeconds / 0.15:F1} % of a core every 15 s) | {result.QueryMs:F1} ms | {result.ResidentMegabytes:F0} MB |");
    case "alerts-restart" when only is not null:
        Console.WriteLine("| addresses open | first query answered after that | refused before | CPU until then |\n|---|---|---|---|");
        await foreach (var line in new AlertsRestartCase(only).RunAsync()) Console.WriteLine(line);
        return 0;
    default:
        Console.Error.WriteLine("usage: Iskra.Bench fanout|closed-loop|idle [name of one server]\n       Iskra.Bench intake|delivery|voices|alerts|alerts-restart [connection string of PostgreSQL]\n       Iskra.Bench cluster FILE-WITH-SIGNING-KEY PORT…   (gateways of a cluster that runs)");
        return 2;
}
