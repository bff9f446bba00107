using System.Globalization;

namespace Iskra.Bench.Measure;

/// <summary>What the kernel has accounted to a process so far.</summary>
/// <param name="CpuSeconds">User and system time of all its threads.</param>
/// <param name="ResidentBytes">Memory in use.</param>
internal readonly record struct ProcessUsage(double CpuSeconds, long ResidentBytes)
{
    private const int UserTicks = 13;
    private const int SystemTicks = 14;
    private const double TicksPerSecond = 100;

    internal static ProcessUsage Of(int pid)
    {
        var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[UserTicks - 2], CultureInfo.InvariantCulture) + long.Parse(fields[SystemTicks - 2], CultureInfo.InvariantCulture);
        return new ProcessUsage(SchedulerSeconds(pid) ?? (ticks / TicksPerSecond), ResidentOf(pid));
    }

    /// <summary>Nanoseconds on a processor, summed over the threads alive: finer than ticks.</summary>
    private static double? SchedulerSeconds(int pid)
    {
        long nanoseconds = 0;
        foreach (var task in Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/task")))
        {
            var path = Path.Combine(task, "schedstat");
            if (!File.Exists(path))
            {
                return null;
            }

            nanoseconds += long.Parse(File.ReadAllText(path).Split(' ')[0], CultureInfo.InvariantCulture);
        }

        return nanoseconds / 1e9;
    }

    private static long ResidentOf(int pid)
    {
        foreach (var line in File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/status")))
        {
            if (line.StartsWith("VmRSS:", StringComparison.Ordinal))
            {
                return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1_024;
            }
        }

        throw new InvalidOperationException($"Process {pid} has no resident memory to read.");
    }
}
