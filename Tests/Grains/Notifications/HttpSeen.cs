using System.Text.Json;

namespace Iskra.Tests.Grains.Notifications;

/// <summary>A request that came to a server.</summary>
internal sealed record HttpSeen(string Line, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}
