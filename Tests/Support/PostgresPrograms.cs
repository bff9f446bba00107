using System.Diagnostics;

namespace Iskra.Tests;

/// <summary>The programs of an installed PostgreSQL, run as a user that PostgreSQL accepts.</summary>
internal static class PostgresPrograms
{
    /// <summary>The oldest release that will do.</summary>
    public const int LeastRelease = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Whether the programs run as user postgres, because this process runs as root.</summary>
    public static bool AreRunAsPostgres { get; } = OperatingSystem.IsLinux() && Environment.UserName == "root";

    /// <summary>The folder of the programs.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public static string Find()
    {
        var installed = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        var newest = installed
            .Where(folder => int.TryParse(Path.GetFileName(folder), out var release) && release >= LeastRelease)
            .OrderByDescending(folder => int.Parse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture))
            .Select(folder => Path.Combine(folder, "bin"));
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        return newest.Concat(onPath).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb"))
            && File.Exists(Path.Combine(folder, "pg_ctl")))
            ?? throw new InvalidOperationException(
                $"PostgreSQL {LeastRelease} or newer is not installed. Run ./iskra test, which installs it, or: apt-get install postgresql");
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it wrote.</exception>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(AreRunAsPostgres ? "runuser" : program)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
        IEnumerable<string> all = AreRunAsPostgres ? ["-u", "postgres", "--", program, .. arguments] : arguments;
        foreach (var argument in all)
        {
            start.ArgumentList.Add(argument);
        }

        using var patience = new CancellationTokenSource(Patience);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {await output}{await errors}");
        }
    }
}
