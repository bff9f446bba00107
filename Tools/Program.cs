using System.CommandLine;
using Iskra.Tools.Commands;

namespace Iskra.Tools;

/// <summary>The <c>iskra</c> command.</summary>
internal static class Program
{
    // A server that is told to stop drains for less than this.
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(45);

    private static async Task<int> Main(string[] arguments)
    {
        var root = new RootCommand("Iskra, the live operations room: tools that speak its wire protocol.")
        {
            TokenCommand.Create(),
            FeedCommand.Create(),
            MonitorCommand.Create(),
            CheckCommand.Create(),
            LoadCommand.Create(),
            ServerCommand.CreateRun(),
            ServerCommand.CreateMigrate(),
        };
        try
        {
            return await root.Parse(arguments).InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TerminationTimeout,
            });
        }
        catch (ToolException exception)
        {
            await Console.Error.WriteLineAsync("iskra: " + exception.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
    }
}
