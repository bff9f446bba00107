using System.Text.Json;

namespace Iskra.Tests.Gateway.Http;

internal static class ClusterAnswerExtensions
{
    internal static IEnumerable<string?> Channels(this JsonElement view) => view.GetProperty("channels").EnumerateArray().Select(channel => channel.GetProperty("channel").GetString());
}
