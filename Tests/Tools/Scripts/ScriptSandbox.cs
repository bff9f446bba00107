using System.Diagnostics;
using System.Text;
using Iskra.Tests.Tools.Support;

namespace Iskra.Tests.Tools.Scripts;

/// <summary>
/// A copy of the scripts in a folder with a space in its name, with stand-ins for <c>dotnet</c> and for PostgreSQL that write
/// down what they were asked.
/// </summary>
internal sealed class ScriptSandbox : IDisposable
{
    private const string Dotnet =
        """
        #!/bin/bash
        # Stand-in for dotnet: notes its arguments, plays the server, and plays test suites.
        echo "$*" >>"$SANDBOX/dotnet.calls"
        case $* in
          *--role=*)
            name=$(printf '%s\n' "$@" | sed -n 's/^--Cluster:SiloName=//p; s/^--Gateway:Ports:Main=/gateway-on-/p')
            [ "$name" != "$SERVER_FAILS" ] || { echo 'it cannot' >&2; exit 3; }
            printf 'key=%s connection=%s\n' "$Auth__SigningKey" "$ConnectionStrings__Iskra" >>"$SANDBOX/server.environment"
            trap 'echo "$name drained" >>"$SANDBOX/order"; exit 0' TERM
            echo "$name started" >>"$SANDBOX/order"
            echo "  page        http://127.0.0.1:$READY_PORT/"
            while :; do sleep 0.05; done
            ;;
          *Iskra.Gateway.dll*)
            [ -z "$SERVER_FAILS" ] || { echo 'port 8080 is in use'; exit 3; }
            printf 'key=%s connection=%s store=%s\n' "$Auth__SigningKey" "$ConnectionStrings__Iskra" "$Store" >>"$SANDBOX/server.environment"
            trap 'echo drained >>"$SANDBOX/order"; exit 0' TERM
            echo 'listening'
            while :; do sleep 0.05; done
            ;;
          *Iskra.Tests.*)
            suite=${1##*/Iskra.Tests.}
            suite=${suite%.dll}
            while [ $# -gt 0 ]; do [ "$1" = -ctrf ] && report=$2; shift; done
            [ -f "$SANDBOX/$suite.ctrf" ] || exit 134
            cp "$SANDBOX/$suite.ctrf" "$report"
            grep -q '"failed":0' "$report"
            ;;
          *restore*orleans*)
            [ -n "$ORLEANS" ] || { echo 'error NU1101: Unable to find package'; exit 1; }
            ;;
        esac
        """;

    private const string Postgres =
        """
        pg_install() { :; }
        pg_start() { mkdir -p "$1"; echo 'Host=127.0.0.1;Port=5;Password=p' >"$1/connection"; echo started >>"$SANDBOX/order"; }
        pg_stop() { echo stopped >>"$SANDBOX/order"; }
        pg_running() { false; }
        pg_data() { printf '%s/data' "$1"; }
        pg_as() { "$@"; }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("iskra script ");

    public ScriptSandbox()
    {
        CopyFromRepository("iskra", "scripts/common.sh", "scripts/up.sh", "scripts/cluster.sh", "scripts/pages.sh", "scripts/test.sh", "Directory.Packages.props");
        Write("bin/dotnet", Dotnet, executable: true);
        Write("scripts/postgres.sh", Postgres);
        Write("Tests/minimum.txt", "# engine suite least\n");
    }

    public string Home => PathOf(".iskra");

    public Dictionary<string, string> Environment { get; } = [];

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public string Read(string name) => File.Exists(PathOf(name)) ? File.ReadAllText(PathOf(name)) : "";

    public void Write(string name, string text, bool executable = false)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.ReplaceLineEndings("\n"));
        if (executable)
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Adds a suite whose run answers with these numbers.</summary>
    public void AddSuite(string name, int passed, int failed, int skipped)
    {
        Write($"Tests/{name}/Iskra.Tests.{name}.csproj", "<IsTestSuite>true</IsTestSuite>");
        Write($"{name}.ctrf", $$$"""{"results":{"summary":{"tests":{{{passed + failed + skipped}}},"passed":{{{passed}}},"failed":{{{failed}}},"skipped":{{{skipped}}},"other":0} } }""");
    }

    /// <summary>Starts the script; it must be disposed of with <see cref="StopAsync"/> if it does not end by itself.</summary>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/bash", [PathOf("iskra"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var name in start.Environment.Keys.Where(name => name.Contains("__", StringComparison.Ordinal) || name.StartsWith("ISKRA", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["PATH"] = PathOf("bin") + ":" + System.Environment.GetEnvironmentVariable("PATH");
        start.Environment["SANDBOX"] = _folder.FullName;
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs the script to its end.</summary>
    public async Task<(int Status, string Output)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().Soon();
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Starts <c>up</c> and reads its output until the server listens.</summary>
    public async Task<(Process Process, string Output)> UpAsync(params string[] arguments)
    {
        var process = Start(["up", .. arguments]);
        var output = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync().Soon() is { } line)
        {
            output.AppendLine(line);
            if (line == "listening")
            {
                return (process, output.ToString());
            }
        }

        throw new InvalidOperationException($"The server did not start: {output}{await process.StandardError.ReadToEndAsync()}");
    }

    /// <summary>Sends a signal and waits for the end.</summary>
    public static async Task<int> StopAsync(Process process, string signal = "TERM")
    {
        using (var kill = Process.Start("/bin/bash", ["-c", $"kill -{signal} {process.Id}"]))
        {
            await kill.WaitForExitAsync().Soon();
        }

        await process.WaitForExitAsync().Soon();
        var status = process.ExitCode;
        process.Dispose();
        return status;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void CopyFromRepository(params string[] names)
    {
        foreach (var name in names)
        {
            Write(name, File.ReadAllText(Repository.File(name.Split('/'))), executable: true);
        }
    }
}
