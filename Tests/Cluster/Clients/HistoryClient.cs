using System.Globalization;
using System.Text.RegularExpressions;

namespace Iskra.Tests.Cluster.Clients;

/// <summary>
/// A client as the protocol wants it: follows its channels over one transport and, whenever the connection ends, comes back on the
/// next gateway with its position, after the time it was told or soon.
/// </summary>
public abstract partial class HistoryClient
{
    private const int MostEnds = 200;
    private readonly IReadOnlyList<Uri> _gateways;
    private readonly Random _chance;
    private readonly List<ConnectionEnd> _ends = [];
    private int _next;

    protected HistoryClient(IReadOnlyList<Uri> gateways, History history, int number)
    {
        _gateways = gateways;
        History = history;
        Number = number;
        _chance = new Random(number);
        _next = number;
    }

    public History History { get; }

    /// <summary>Number of the client.</summary>
    public int Number { get; }

    /// <summary>Name of the transport.</summary>
    public abstract string Transport { get; }

    /// <summary>How often it has connected.</summary>
    public int Connects { get; protected set; }

    /// <summary>Whether it is connected now.</summary>
    public bool IsConnected { get; protected set; }

    /// <summary>How its connections ended, at most the first few.</summary>
    public IReadOnlyList<ConnectionEnd> Ends
    {
        get
        {
            lock (_ends)
            {
                return [.. _ends];
            }
        }
    }

    /// <summary>Follows until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var gateway = _gateways[_next++ % _gateways.Count];
            var end = await FollowOnceAsync(gateway, stop);
            IsConnected = false;
            if (stop.IsCancellationRequested)
            {
                return;
            }

            Note(end);
            await PauseAsync(end, stop);
        }
    }

    /// <summary>Connects and reads until the connection ends.</summary>
    protected abstract Task<ConnectionEnd> FollowAsync(Uri gateway, CancellationToken stop);

    protected static ConnectionEnd End(Uri gateway, int code, string reason) => new(DateTimeOffset.UtcNow, gateway, code, reason);

    private async Task<ConnectionEnd> FollowOnceAsync(Uri gateway, CancellationToken stop)
    {
        try
        {
            return await FollowAsync(gateway, stop);
        }
        catch (Exception broken)
        {
            return End(gateway, 0, broken.GetType().Name + ": " + broken.Message);
        }
    }

    private void Note(ConnectionEnd end)
    {
        lock (_ends)
        {
            if (_ends.Count < MostEnds)
            {
                _ends.Add(end);
            }
        }
    }

    private async Task PauseAsync(ConnectionEnd end, CancellationToken stop)
    {
        var told = RetryAfter().Match(end.Reason);
        var seconds = told.Success ? double.Parse(told.Groups[1].Value, CultureInfo.InvariantCulture) : 0.1 + (_chance.NextDouble() * 0.4);
        try
        {
            await Waiting.PassAsync(TimeSpan.FromSeconds(seconds), stop);
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    [GeneratedRegex("retry_after=([0-9.]+)")]
    private static partial Regex RetryAfter();
}
