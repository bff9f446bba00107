using System.Text;

namespace Iskra.Tools.Tokens;

/// <summary>Finds the key that the server verifies HS256 tokens with (protocol section 6).</summary>
internal static class SigningKey
{
    /// <summary>Shortest key, in bytes.</summary>
    public const int MinBytes = 32;

    /// <summary>The key from the environment, else from the private folder that <c>./iskra up</c> made.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="currentDirectory">Where the command was called.</param>
    /// <exception cref="ToolException">There is none, or it is too short.</exception>
    public static byte[] Load(Func<string, string?> variable, string currentDirectory)
    {
        if (variable("Auth__SigningKey") is { Length: > 0 } given)
        {
            return Check(given, "Auth__SigningKey");
        }

        var file = Path.Combine(variable("ISKRA_HOME") ?? Path.Combine(currentDirectory, ".iskra"), "signing.key");
        if (!File.Exists(file))
        {
            throw new ToolException($"There is no signing key: {file} does not exist. Run ./iskra up once, or set Auth__SigningKey to the key of the server.");
        }

        return Check(File.ReadAllText(file).TrimEnd('\r', '\n'), file);
    }

    private static byte[] Check(string text, string origin)
    {
        var key = Encoding.UTF8.GetBytes(text);
        return key.Length >= MinBytes
            ? key
            : throw new ToolException($"The signing key in {origin} has {key.Length} bytes; it must have at least {MinBytes}.");
    }
}
