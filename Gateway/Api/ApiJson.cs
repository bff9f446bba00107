using System.Text.Json;
using System.Text.Json.Serialization;

namespace Iskra.Gateway.Api;

/// <summary>How the answers of the HTTP interface are written: snake case, times in RFC 3339.</summary>
[JsonSerializable(typeof(MetricList))]
[JsonSerializable(typeof(SampleList))]
[JsonSerializable(typeof(BucketList))]
[JsonSerializable(typeof(StoredAnswer))]
[JsonSerializable(typeof(ClusterAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Sets up the options that all answers are written with.</summary>
    internal static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.Converters.Add(new UtcTimeConverter());
        options.TypeInfoResolverChain.Insert(0, Default);
    }
}
