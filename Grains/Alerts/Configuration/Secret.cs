namespace Iskra.Alerts;

/// <summary>A secret of the configuration. It never shows itself: not in texts, logs, events or <c>config show</c>.</summary>
public sealed class Secret
{
    /// <summary>What stands in its place.</summary>
    public const string Mask = "<secret>";

    private readonly Func<string> _read;

    private Secret(Func<string> read) => _read = read;

    /// <summary>A secret that stands in the configuration file; <c>${NAME}</c> is an environment variable.</summary>
    public static Secret Of(string value) => value.StartsWith("${", StringComparison.Ordinal) && value.EndsWith('}')
        ? new Secret(() => Environment.GetEnvironmentVariable(value[2..^1])
            ?? throw new InvalidOperationException($"The environment variable {value[2..^1]} is not set."))
        : new Secret(() => value);

    /// <summary>A secret that is all of a file but white space around it; read anew each time, so that it can be changed.</summary>
    public static Secret FromFile(string path) => new(() => File.ReadAllText(path).Trim());

    /// <summary>The secret itself.</summary>
    /// <exception cref="InvalidOperationException">The environment variable is not set.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public string Reveal() => _read();

    /// <inheritdoc/>
    public override string ToString() => Mask;
}
