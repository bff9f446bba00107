using System.Text.Json;
using Iskra.Tests.Wire;

namespace Iskra.Tests.Cluster;

/// <summary>What <c>GET /api/v2/cluster</c> says.</summary>
/// <param name="Cluster">Id of the cluster.</param>
/// <param name="Silos">Its silos: name, status, and activations where the silo said.</param>
/// <param name="Gateways">How many gateways have reported.</param>
public sealed record ClusterView(string Cluster, IReadOnlyList<(string Name, string Status, int? Activations)> Silos, int Gateways)
{
    /// <summary>Asks a gateway.</summary>
    public static async Task<ClusterView> ReadAsync(Member gateway)
    {
        using var http = new HttpClient { BaseAddress = gateway.Address, Timeout = TimeSpan.FromSeconds(10) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", TestToken.For("ops"));
        using var answer = JsonDocument.Parse(await http.GetStringAsync("/api/v2/cluster"));
        var view = answer.RootElement;
        return new ClusterView(
            view.GetProperty("cluster").GetString()!,
            [.. view.GetProperty("silos").EnumerateArray().Select(Silo)],
            view.GetProperty("gateways").GetArrayLength());
    }

    private static (string Name, string Status, int? Activations) Silo(JsonElement silo)
    {
        var activations = silo.GetProperty("activations");
        return (silo.GetProperty("name").GetString()!, silo.GetProperty("status").GetString()!, activations.ValueKind == JsonValueKind.Null ? null : activations.GetInt32());
    }
}
