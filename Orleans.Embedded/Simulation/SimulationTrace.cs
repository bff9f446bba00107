using System.Globalization;
using System.Text;
using Orleans.Runtime;

namespace Orleans.Simulation;

/// <summary>The last steps of a run, and a hash over all of them.</summary>
internal sealed class SimulationTrace(VirtualTime time, int length)
{
    private const ulong HashStart = 14695981039346656037;
    private const ulong HashPrime = 1099511628211;

    private readonly Entry[] _entries = new Entry[length];
    private int _count;

    /// <summary>Hash over all steps so far (FNV-1a).</summary>
    public ulong Hash { get; private set; } = HashStart;

    /// <summary>Adds a step.</summary>
    /// <param name="number">Number of the scheduler that runs; 0 for what is no turn.</param>
    /// <param name="what">What happens; null for a turn.</param>
    /// <param name="scheduler">The scheduler that runs; null for what is no turn.</param>
    public void Add(int number, string? what, TurnScheduler? scheduler)
    {
        var now = time.Elapsed;
        Mix((ulong)now.Ticks);
        Mix((ulong)number);
        foreach (var character in what ?? string.Empty)
        {
            Mix(character);
        }

        if (length > 0)
        {
            _entries[_count++ % length] = new Entry(now, scheduler, what);
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = Math.Max(0, _count - length); i < _count; i++)
        {
            var entry = _entries[i % length];
            text.Append(CultureInfo.InvariantCulture, $"\n  {entry.Time.TotalMilliseconds,12:0.000} ms  {entry.Scheduler?.TraceName}{(entry.What is null ? string.Empty : "  ")}{entry.What}");
        }

        return text.ToString();
    }

    private void Mix(ulong value) => Hash = unchecked((Hash ^ value) * HashPrime);

    private readonly record struct Entry(TimeSpan Time, TurnScheduler? Scheduler, string? What);
}
