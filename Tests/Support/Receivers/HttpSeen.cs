using System.Text.Json;

namespace Iskra.Tests.Receivers;

/// <summary>A request that came to a server.</summary>
/// <param name="Line">Its first line.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Body">Its body.</param>
/// <param name="At">When all of it was there, by <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>.</param>
public sealed record HttpSeen(string Line, IReadOnlyDictionary<string, string> Headers, string Body, long At)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}
