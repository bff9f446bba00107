using System.Diagnostics;
using Npgsql;

namespace Iskra.Tests.Cluster.Clients;

/// <summary>
/// Clients of all transports and publishers on durable channels. In the end the complete history of every client is held against
/// the log, and what was acknowledged against it too.
/// </summary>
public sealed class Crowd : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);
    private readonly ClusterUnderTest _cluster;
    private readonly CancellationTokenSource _stopPublishing = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(3), PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private readonly List<Task> _clientTasks = [];
    private List<Task> _publisherTasks = [];

    private Crowd(ClusterUnderTest cluster) => _cluster = cluster;

    public IReadOnlyList<HistoryClient> Clients { get; private set; } = [];

    public IReadOnlyList<Publisher> Publishers { get; private set; } = [];

    /// <summary>Starts it and waits until everybody follows.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="name">Part of the names of the channels; different for every crowd.</param>
    /// <param name="clients">How many clients; a third on each transport.</param>
    /// <param name="channels">How many channels, each with a publisher and followed by every client.</param>
    /// <param name="interval">Time from one event of a channel to the next.</param>
    public static async Task<Crowd> StartAsync(ClusterUnderTest cluster, string name, int clients, int channels, TimeSpan interval)
    {
        var crowd = new Crowd(cluster);
        Uri[] gateways = [.. cluster.GatewayMembers.Select(member => member.Address)];
        crowd.Publishers = [.. Enumerable.Range(1, channels).Select(number => new Publisher(crowd._http, gateways, $"log/{name}-{number}", interval))];
        foreach (var publisher in crowd.Publishers)
        {
            // The first event gives the log its epoch.
            await Waiting.UntilAsync(publisher.PublishAsync, $"{publisher.Channel} takes its first event", Bound);
        }

        var epochs = await crowd.EpochsAsync();
        crowd.Clients = [.. Enumerable.Range(0, clients).Select(number => crowd.Client(gateways, new History(epochs), number))];
        crowd._clientTasks.AddRange(crowd.Clients.Select(client => client.RunAsync(crowd._stop.Token)));
        await crowd.WaitAsync(() => crowd.Clients.All(client => client.History.Channels.All(channel => client.History.Last(channel) >= 1)), "every client follows every channel");
        crowd._publisherTasks = [.. crowd.Publishers.Select(publisher => publisher.RunAsync(crowd._stopPublishing.Token))];
        return crowd;
    }

    /// <summary>Publishes once on a channel that nobody follows.</summary>
    /// <param name="channel">Its name.</param>
    /// <exception cref="InvalidOperationException">It was not acknowledged.</exception>
    public async Task PublishToAsync(string channel)
    {
        var publisher = new Publisher(_http, [.. _cluster.GatewayMembers.Select(member => member.Address)], channel, Timeout.InfiniteTimeSpan);
        if (!await publisher.PublishAsync()) throw new InvalidOperationException(string.Join('\n', publisher.Failures));
    }

    /// <summary>
    /// Waits until all is well again after a fault: every channel has acknowledged an event that was sent since, and every client
    /// has been given it.
    /// </summary>
    /// <returns>The time since the fault.</returns>
    public async Task<TimeSpan> RecoveredAsync(DateTimeOffset since)
    {
        var clock = Stopwatch.StartNew();
        var before = DateTimeOffset.UtcNow - since;
        await WaitAsync(
            () => Publishers.All(publisher => publisher.FirstAfter(since) is { } seq && Clients.All(client => client.History.Last(publisher.Channel) >= seq)),
            "every channel takes events and every client has them");
        return before + clock.Elapsed;
    }

    /// <summary>Ends the publishing, waits until every client has everything, and checks it all.</summary>
    public async Task FinishAsync()
    {
        await _stopPublishing.CancelAsync();
        await Task.WhenAll(_publisherTasks);
        var log = await LogAsync();
        await WaitAsync(
            () => Clients.All(client => client.History.Channels.All(channel => client.History.Last(channel) >= log[channel].Count)),
            "every client has the whole log");
        await _stop.CancelAsync();
        await Task.WhenAll(_clientTasks);
        Check(log);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopPublishing.CancelAsync();
        await _stop.CancelAsync();
        await Task.WhenAll(_publisherTasks.Concat(_clientTasks));
        foreach (var client in Clients.OfType<IDisposable>())
        {
            client.Dispose();
        }

        _stop.Dispose();
        _stopPublishing.Dispose();
        _http.Dispose();
    }

    /// <summary>Where everybody stands, for the message of a failure.</summary>
    public string Standing() => string.Join('\n', Clients.Where(client => !Publishers.All(publisher => client.History.Last(publisher.Channel) >= publisher.Acknowledged[^1].Seq)).Take(8).Select(client =>
        $"client {client.Number} ({client.Transport}, connected {client.IsConnected}, {client.Connects} connects): "
        + string.Join(' ', Publishers.Select(publisher => $"{client.History.Last(publisher.Channel)}/{publisher.Acknowledged[^1].Seq}"))
        + " ends: " + string.Join(" | ", client.Ends.TakeLast(4).Select(end => $"{end.At:HH:mm:ss.fff} {end.Gateway.Port} {end.Code} {end.Reason}"))));

    private HistoryClient Client(IReadOnlyList<Uri> gateways, History history, int number) => (number % 3) switch
    {
        0 => new SocketHistoryClient(gateways, history, number),
        1 => new StreamHistoryClient(_http, gateways, history, number),
        _ => new PollHistoryClient(_http, gateways, history, number),
    };

    private async Task WaitAsync(Func<bool> condition, string what)
    {
        try
        {
            await Waiting.UntilAsync(condition, what, Bound);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}\n{Standing()}\n{_cluster.Said}");
        }
    }

    private async Task<Dictionary<string, string>> EpochsAsync()
    {
        var rows = await PostgresServer.QueryAsync<string>(_cluster.Connection, "select channel || ' ' || epoch from channel_head");
        return rows.Select(row => row.Split(' ')).Where(row => Publishers.Any(publisher => publisher.Channel == row[0])).ToDictionary(row => row[0], row => row[1]);
    }

    private async Task<Dictionary<string, List<long>>> LogAsync()
    {
        var log = Publishers.ToDictionary(publisher => publisher.Channel, _ => new List<long>());
        await using var connection = new NpgsqlConnection(_cluster.Connection + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select channel, seq, (data ->> 'n')::bigint from channel_event where channel = any($1) order by channel, seq", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = log.Keys.ToArray() });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var payloads = log[reader.GetString(0)];
            payloads.Add(reader.GetInt64(2));
            Assert.Equal(payloads.Count, reader.GetInt64(1));
        }

        return log;
    }

    private void Check(Dictionary<string, List<long>> log)
    {
        var findings = new List<string>();
        foreach (var publisher in Publishers)
        {
            var payloads = log[publisher.Channel];
            findings.AddRange(publisher.Acknowledged.Where(item => item.Seq > payloads.Count || payloads[(int)item.Seq - 1] != item.Payload)
                .Select(item => $"{publisher.Channel}: payload {item.Payload} was acknowledged as {item.Seq} and is not there"));
            findings.AddRange(payloads.GroupBy(payload => payload).Where(group => group.Count() > 1).Select(group => $"{publisher.Channel}: payload {group.Key} is in the log {group.Count()} times"));
        }

        foreach (var client in Clients)
        {
            findings.AddRange(client.History.Violations.Select(violation => $"client {client.Number} ({client.Transport}): {violation}"));
            findings.AddRange(client.History.Channels.Where(channel => !client.History.Payloads(channel).SequenceEqual(log[channel]))
                .Select(channel => $"client {client.Number} ({client.Transport}): {channel} differs from the log"));
        }

        Assert.True(findings.Count == 0, string.Join('\n', findings.Take(30)));
    }
}
