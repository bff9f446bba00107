using Iskra.Alerts;
using Iskra.Metrics;
using Iskra.Silo.Storage;
using Microsoft.AspNetCore.Connections;

namespace Iskra.Gateway.Hosting;

/// <summary>The whole of Iskra in one process: storage, silo and gateway. Tests and benchmarks start the same thing.</summary>
public static class IskraHost
{
    /// <summary>Exit code: stopped as it was told to.</summary>
    public const int Stopped = 0;

    /// <summary>Exit code: something that nobody foresaw.</summary>
    public const int Failed = 1;

    /// <summary>Exit code: the configuration cannot be used.</summary>
    public const int BadConfiguration = 2;

    /// <summary>Exit code: a port is in use or the address is not this machine's.</summary>
    public const int CannotListen = 3;

    /// <summary>Exit code: the store cannot be reached or its tables cannot be brought up to date.</summary>
    public const int NoStore = 4;

    private const string MigrateOnly = "--migrate-only";

    /// <summary>Builds the process without starting it.</summary>
    /// <param name="args">The command line: settings as <c>--Gateway:MaxConnections=2000</c>.</param>
    /// <param name="configure">Changes services or settings before the process is built.</param>
    /// <exception cref="SettingException">The configuration cannot be used.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(args);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = [.. args.Where(arg => arg != MigrateOnly)],
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = "Iskra.Gateway",
        });
        AddSecrets(builder.Configuration);
        builder.AddIskra();
        configure?.Invoke(builder);
        var app = builder.Build();
        app.UseIskra();
        return app;
    }

    /// <summary>Runs until it is told to stop.</summary>
    /// <param name="args">The command line; <c>--migrate-only</c> brings the tables up to date and ends.</param>
    /// <param name="errors">Takes the line that says why the process cannot start; the standard error output unless given.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter? errors = null)
    {
        ArgumentNullException.ThrowIfNull(args);
        try
        {
            await using var app = Build(args);
            if (args.Contains(MigrateOnly)) return await MigrateAsync(app);
            await app.StartAsync();
            Banner.Write(app, Console.Out);
            await app.WaitForShutdownAsync();
            return Stopped;
        }
        catch (Exception problem) when (ExitOf(problem) is { } exit)
        {
            await (errors ?? Console.Error).WriteLineAsync(exit.Line);
            return exit.Code;
        }
    }

    /// <summary>
    /// Secrets as containers get them: a folder with one file a setting, named as the environment variable would be
    /// (<c>Auth__SigningKey</c>). What stands in a file wins.
    /// </summary>
    private static void AddSecrets(ConfigurationManager configuration)
    {
        var folder = configuration["SecretsFolder"];
        if (string.IsNullOrWhiteSpace(folder)) return;
        if (!Path.IsPathRooted(folder) || !Directory.Exists(folder))
            throw new SettingException($"SecretsFolder: '{folder}' must be the full path of a folder that exists.");
        configuration.AddKeyPerFile(folder, optional: false);
    }

    private static async Task<int> MigrateAsync(WebApplication app)
    {
        var applied = await app.Services.GetRequiredService<IMigrator>().ApplyAsync(CancellationToken.None);
        Console.WriteLine(applied == 0 ? "The tables are up to date." : $"{applied} migrations applied; the tables are up to date.");
        return Stopped;
    }

    private static (int Code, string Line)? ExitOf(Exception problem) => problem switch
    {
        SettingException or StorageConfigurationException or MetricConfigurationException or RuleConfigurationException or AlertConfigurationException =>
            (BadConfiguration, problem.Message),
        MigrationException or StoreUnavailableException => (NoStore, problem.Message),
        IOException { InnerException: AddressInUseException } =>
            (CannotListen, $"{problem.Message} Stop what uses the port, or choose another with Gateway:Ports:Main, :Pulse, :Seams or :Voices (0 takes a free one)."),
        System.Net.Sockets.SocketException => (CannotListen, $"Gateway:Bind: {problem.Message}. It must be an address of this machine, 'localhost' or '*'."),
        _ => null,
    };
}
