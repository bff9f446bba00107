using Iskra.Tests.Deploy.Support;

namespace Iskra.Tests.Deploy.Images;

/// <summary>The instructions of the Dockerfile, in order, with the stage that each belongs to.</summary>
internal static class Dockerfile
{
    public const string Path = "deploy/docker/Dockerfile";

    public static IReadOnlyList<(string Stage, string Instruction, string Arguments)> Instructions { get; } = Parse(Repository.Read(Path));

    /// <summary>The sources of COPY from the build context, without trailing slash.</summary>
    public static IReadOnlyList<string> Copied { get; } =
    [
        .. Instructions.Where(line => line.Instruction == "COPY" && !line.Arguments.StartsWith("--from", StringComparison.Ordinal))
            .SelectMany(line => line.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)[..^1]).Select(source => source.TrimEnd('/')),
    ];

    /// <summary>The variables that the last stage sets.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } =
        Of("final", "ENV").SelectMany(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>The arguments of an instruction in a stage.</summary>
    public static IEnumerable<string> Of(string stage, string instruction) =>
        Instructions.Where(line => line.Stage == stage && line.Instruction == instruction).Select(line => line.Arguments);

    private static List<(string Stage, string Instruction, string Arguments)> Parse(string text)
    {
        var found = new List<(string, string, string)>();
        var stage = "";
        var lines = text.Split('\n').Where(line => !line.TrimStart().StartsWith('#'));
        foreach (var line in string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var (instruction, arguments) = line.Trim().Split(' ', 2) is [var first, var rest] ? (first, rest.Trim()) : (line.Trim(), "");
            if (instruction == "FROM") stage = arguments.Split(' ')[^1];
            found.Add((stage, instruction, arguments));
        }

        return found;
    }
}
