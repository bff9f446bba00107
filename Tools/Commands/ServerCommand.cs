using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace Iskra.Tools.Commands;

/// <summary><c>iskra run</c> and <c>iskra migrate</c>: start the server assembly that lies beside this one and wait for it.</summary>
internal static class ServerCommand
{
    private const string AssemblyName = "Iskra.Gateway.dll";

    public static Command CreateRun() => Create("run", "Start the server with the given settings; ./iskra up also brings a database.", []);

    public static Command CreateMigrate() => Create("migrate", "Bring the database schema up to date and end.", ["--migrate-only"]);

    private static Command Create(string name, string description, string[] before)
    {
        var rest = new Argument<string[]>("settings") { Description = "Settings for the server, such as --Gateway:MaxConnections=2000.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command(name, description) { rest };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellation) =>
            RunAsync([.. before, .. parsed.GetValue(rest) ?? [], .. parsed.UnmatchedTokens], cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string[] arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet");
        start.ArgumentList.Add(FindAssembly());
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var server = Process.Start(start) ?? throw new ToolException("The server could not be started.");
        await using var forward = cancellation.Register(() => Terminate(server.Id));
        await server.WaitForExitAsync(CancellationToken.None);
        return server.ExitCode;
    }

    // The shell's own kill: nothing else is sure to be installed.
    private static void Terminate(int processId)
    {
        using var kill = Process.Start("/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -TERM {processId}")]);
        kill.WaitForExit();
    }

    private static string FindAssembly()
    {
        var assembly = Environment.GetEnvironmentVariable("ISKRA_SERVER") ?? Path.Combine(AppContext.BaseDirectory, AssemblyName);
        return File.Exists(assembly)
            ? assembly
            : throw new ToolException($"The server is not at {assembly}; use ./iskra up, or set ISKRA_SERVER to the path of {AssemblyName}.");
    }
}
