using System.Diagnostics;

namespace Iskra.Gateway.Observability;

/// <summary>What every process shows of itself, under the names that Prometheus clients share.</summary>
public static class ProcessMetrics
{
    /// <summary>Declares them.</summary>
    public static void Declare(MetricRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.MeasureTotal("process_cpu_seconds_total", "User and system CPU time spent in seconds.", () => Environment.CpuUsage.TotalTime.TotalSeconds);
        registry.Measure("process_resident_memory_bytes", "Resident memory size in bytes.", () => Environment.WorkingSet);
        registry.Measure("process_start_time_seconds", "Start time of the process since unix epoch in seconds.", StartTimeSeconds);
        registry.Measure("process_open_fds", "Number of open file descriptors.", OpenFiles);
        registry.Measure("process_threads", "Number of threads of the thread pool.", () => ThreadPool.ThreadCount);
        registry.Measure("dotnet_gc_heap_size_bytes", "Size of the managed heap in bytes.", () => GC.GetTotalMemory(forceFullCollection: false));
        registry.MeasureTotal("dotnet_gc_allocated_bytes_total", "Bytes allocated on the managed heap.", () => GC.GetTotalAllocatedBytes());
        registry.MeasureTotal("dotnet_gc_collections_total", "Garbage collections of any generation.", () => GC.CollectionCount(0));
        registry.MeasureTotal("dotnet_gc_pause_seconds_total", "Time the process stood still for garbage collection, in seconds.", () => GC.GetTotalPauseDuration().TotalSeconds);
        registry.Measure("dotnet_threadpool_queue_length", "Work items that wait for a thread.", () => ThreadPool.PendingWorkItemCount);
    }

    /// <summary>Declares which build runs, and in which role.</summary>
    /// <param name="registry">Where it is shown.</param>
    /// <param name="version">The version of the program.</param>
    /// <param name="engine">The engine that it was built for.</param>
    /// <param name="role">What the process is.</param>
    public static void DeclareBuild(MetricRegistry registry, string version, string engine, string role)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Gauge("iskra_build_info", "Always 1; the labels say what runs.", "version", "engine", "role").With(version, engine, role).Value = 1;
    }

    private static double StartTimeSeconds()
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1e3;
    }

    private static double OpenFiles()
    {
        try
        {
            return OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
