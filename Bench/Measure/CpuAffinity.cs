using System.Diagnostics;

namespace Iskra.Bench.Measure;

/// <summary>Keeps the server and the load apart: one core each, where the machine has two.</summary>
internal static class CpuAffinity
{
    internal const int ServerCore = 0;
    internal const int LoadCore = 1;

    internal static bool IsUseful => Environment.ProcessorCount >= 2 && OperatingSystem.IsLinux();

    internal static void PinLoad()
    {
        if (IsUseful && OperatingSystem.IsLinux())
        {
            using var self = Process.GetCurrentProcess();
            self.ProcessorAffinity = 1 << LoadCore;
        }
    }

    /// <summary>A command line that starts a server on its core.</summary>
    internal static ProcessStartInfo OnServerCore(string file, IEnumerable<string> arguments)
    {
        var start = IsUseful ? new ProcessStartInfo("taskset") : new ProcessStartInfo(file);
        if (IsUseful)
        {
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add($"{ServerCore}");
            start.ArgumentList.Add(file);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return start;
    }
}
