using System.Text.Json;

namespace Iskra.Tests.Cluster.Clients;

/// <summary>
/// Everything that one client was given, in the order in which it came. Each channel must go on with the next number; whatever
/// does not is a violation.
/// </summary>
public sealed class History
{
    private const int MostViolations = 20;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<long>> _payloads;
    private readonly Dictionary<string, string> _epochs;
    private readonly List<string> _violations = [];

    /// <summary>A client that wants everything from the beginning.</summary>
    /// <param name="epochs">The epoch of each channel.</param>
    public History(IReadOnlyDictionary<string, string> epochs)
    {
        _epochs = new Dictionary<string, string>(epochs, StringComparer.Ordinal);
        _payloads = epochs.Keys.ToDictionary(channel => channel, _ => new List<long>(), StringComparer.Ordinal);
    }

    /// <summary>The channels it follows.</summary>
    public IReadOnlyCollection<string> Channels => _epochs.Keys;

    /// <summary>What was wrong, at most the first few.</summary>
    public IReadOnlyList<string> Violations
    {
        get
        {
            lock (_lock)
            {
                return [.. _violations];
            }
        }
    }

    /// <summary>The number of the last event of a channel; 0 when there was none.</summary>
    public long Last(string channel)
    {
        lock (_lock)
        {
            return _payloads[channel].Count;
        }
    }

    /// <summary>The payloads of a channel in the order in which they came; number 1 comes first.</summary>
    public long[] Payloads(string channel)
    {
        lock (_lock)
        {
            return [.. _payloads[channel]];
        }
    }

    /// <summary>Where to go on, as the member <c>since</c>.</summary>
    public string Since()
    {
        lock (_lock)
        {
            return JsonSerializer.Serialize(_epochs.ToDictionary(pair => pair.Key, pair => new { epoch = pair.Value, seq = _payloads[pair.Key].Count }));
        }
    }

    /// <summary>Takes an event, when it is one of a channel that is followed.</summary>
    public void Take(JsonElement frame)
    {
        if (!frame.TryGetProperty("channel", out var name) || name.GetString() is not { } channel || !_epochs.ContainsKey(channel))
        {
            return;
        }

        lock (_lock)
        {
            var payloads = _payloads[channel];
            var seq = frame.GetProperty("seq").GetInt64();
            if (frame.GetProperty("type").GetString() == "snapshot")
            {
                Violate($"{channel}: a snapshot at {seq} in place of the events after {payloads.Count}");
            }
            else if (seq != payloads.Count + 1)
            {
                Violate($"{channel}: {seq} after {payloads.Count}");
            }
            else
            {
                payloads.Add(frame.GetProperty("data").GetProperty("n").GetInt64());
            }
        }
    }

    private void Violate(string what)
    {
        if (_violations.Count < MostViolations)
        {
            _violations.Add(what);
        }
    }
}
