using System.CommandLine;

namespace Iskra.Tools.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary>The host on which the server listens.</summary>
    public static Option<string> Host() => new("--host") { Description = "Host of the server.", DefaultValueFactory = _ => "127.0.0.1" };

    /// <summary>A port of the server.</summary>
    public static Option<int> Port(string name, string what, int port)
    {
        var option = new Option<int>(name) { Description = $"Port of {what}.", DefaultValueFactory = _ => port };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out var value) || value is < 1 or > 65535))
            {
                result.AddError($"{name} must be a port number from 1 to 65535.");
            }
        });
        return option;
    }

    /// <summary>A token for servers that ask for one.</summary>
    public static Option<string?> Token() => new("--token")
    {
        Description = "Token sent as 'Authorization: Bearer'; ISKRA_TOKEN when not given.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ISKRA_TOKEN"),
    };

    /// <summary>An absolute address with one of the schemes.</summary>
    /// <exception cref="ToolException">It is not.</exception>
    public static Uri Address(string text, string option, params string[] schemes)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && schemes.Contains(address.Scheme))
        {
            return address;
        }

        throw new ToolException($"{option} is '{text}'; it must be an address that starts with {string.Join(" or ", schemes.Select(scheme => scheme + "://"))}.");
    }
}
