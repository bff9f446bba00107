using System.CommandLine;
using Iskra.Tools.Tokens;

namespace Iskra.Tools.Commands;

/// <summary><c>iskra token</c>: signs a token with the key of the server.</summary>
internal static class TokenCommand
{
    private const double MaxHours = 24 * 365;

    public static Command Create()
    {
        var sub = new Option<string>("--sub") { Description = "Id of the user.", Required = true };
        var name = new Option<string>("--name") { Description = "Name to show.", Required = true };
        var picture = new Option<string?>("--picture") { Description = "Address of a picture." };
        var channels = new Option<string[]>("--channels")
        {
            Description = "The only channels the bearer may use, separated by commas; all when not given.",
            AllowMultipleArgumentsPerToken = true,
        };
        var audience = new Option<string?>("--audience") { Description = "The audience that the server asks for (Auth:Audience)." };
        var hours = new Option<double>("--hours") { Description = "For how long it counts.", DefaultValueFactory = _ => 24 };
        var command = new Command("token", "Sign a token (HS256) with .iskra/signing.key or Auth__SigningKey and print it.")
        {
            sub, name, picture, channels, audience, hours,
        };
        command.SetAction(parsed =>
        {
            var now = TimeProvider.System.GetUtcNow();
            var claims = new TokenClaims(
                parsed.GetRequiredValue(sub),
                parsed.GetRequiredValue(name),
                parsed.GetValue(picture),
                SplitChannels(parsed.GetValue(channels)),
                parsed.GetValue(audience),
                now,
                now + Lifetime(parsed.GetValue(hours)));
            Console.WriteLine(TokenSigner.Sign(claims, SigningKey.Load(Environment.GetEnvironmentVariable, Environment.CurrentDirectory)));
            return 0;
        });
        return command;
    }

    private static TimeSpan Lifetime(double hours) => hours is > 0 and <= MaxHours
        ? TimeSpan.FromHours(hours)
        : throw new ToolException($"--hours is {hours}; it must be more than 0 and at most {MaxHours}.");

    private static string[] SplitChannels(string[]? values) =>
        [.. (values ?? []).SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
}
