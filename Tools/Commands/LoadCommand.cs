using System.CommandLine;
using System.Net;
using Iskra.Tools.Loading;

namespace Iskra.Tools.Commands;

/// <summary><c>iskra load</c>: sends requests on many connections and measures the replies.</summary>
internal static class LoadCommand
{
    private const int MaxConnections = 20_000;
    private const double MaxRate = 1_000;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    public static Command Create()
    {
        var to = new Option<string>("--to") { Description = "ws:// address of the server.", DefaultValueFactory = _ => "ws://127.0.0.1:3001/realtime" };
        var connections = new Option<int>("--connections") { Description = "How many connections.", DefaultValueFactory = _ => 100 };
        var rate = new Option<double>("--rate") { Description = "Requests per second on each.", DefaultValueFactory = _ => 10 };
        var seconds = new Option<string>("--seconds") { Description = "For how long.", DefaultValueFactory = _ => "30" };
        var send = new Option<string>("--send") { Description = "What to send: ping, or metrics, which are stored.", DefaultValueFactory = _ => "ping" };
        send.AcceptOnlyFromAmong("ping", "metrics");
        var channels = new Option<string?>("--channels") { Description = "Channels that every connection subscribes, separated by commas." };
        var own = new Option<bool>("--i-own-this-host") { Description = "Needed for any host but this one." };
        var token = CommonOptions.Token();
        var command = new Command("load", "Put load on a server of yours and measure how it answers. Exit code 1 when anything failed.")
        {
            to, connections, rate, seconds, send, channels, own, token,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var address = CommonOptions.Address(parsed.GetRequiredValue(to), "--to", "ws", "wss");
            await RequireOwnAsync(address, parsed.GetValue(own), cancellation);
            var settings = new LoadSettings(
                address,
                parsed.GetValue(token),
                (int)Within(parsed.GetValue(connections), "--connections", MaxConnections),
                Within(parsed.GetValue(rate), "--rate", MaxRate),
                DurationText.Parse(parsed.GetRequiredValue(seconds), "--seconds", TimeSpan.FromMilliseconds(100), Longest),
                parsed.GetValue(send) == "metrics",
                (parsed.GetValue(channels) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
            return await RunAsync(new LoadRun(settings, TimeProvider.System), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(LoadRun run, CancellationToken cancellation)
    {
        await run.RunAsync(cancellation);
        foreach (var line in run.Result.Lines(run.Elapsed))
        {
            Console.WriteLine(line);
        }

        return run.Result.Errors.IsEmpty ? 0 : 1;
    }

    /// <summary>Refuses to put load on a host that is not this one, unless the caller says that it is theirs.</summary>
    internal static async Task RequireOwnAsync(Uri address, bool owned, CancellationToken cancellation)
    {
        var addresses = owned ? [] : await Dns.GetHostAddressesAsync(address.DnsSafeHost, cancellation);
        if (!owned && !addresses.All(IPAddress.IsLoopback))
        {
            throw new ToolException($"{address.Host} is not this host. Load is for servers of your own; say --i-own-this-host if it is one.");
        }
    }

    private static double Within(double value, string option, double most) => value > 0 && value <= most
        ? value
        : throw new ToolException(FormattableString.Invariant($"{option} is {value}; it must be more than 0 and at most {most}."));
}
