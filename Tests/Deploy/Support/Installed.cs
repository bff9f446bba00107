using System.Diagnostics;

namespace Iskra.Tests.Deploy.Support;

/// <summary>A program of Debian's packages that a test runs to its end; where it is missing, the test is skipped and says so.</summary>
internal static class Installed
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    /// <summary>The path of a program, or null.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>The path of a program; skips the test without it.</summary>
    public static string Require(string program, string package)
    {
        var path = Find(program);
        Assert.SkipWhen(path is null, $"{program} of Debian's package {package} is not installed; ./iskra test installs it where it can.");
        return path!;
    }

    /// <summary>Runs a program and answers with its exit code and everything it wrote.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Repository.Root,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var bound = new CancellationTokenSource(Bound);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(bound.Token);
        var errors = process.StandardError.ReadToEndAsync(bound.Token);
        await process.WaitForExitAsync(bound.Token);
        return (process.ExitCode, await output + await errors);
    }
}
