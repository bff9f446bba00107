namespace Iskra.Bench.Delivery;

/// <summary>The ways from a channel grain to the gateways are those of Microsoft Orleans.</summary>
internal static class DeliveryBench
{
    internal static async Task<int> RunAsync(string? postgres)
    {
        await Console.Error.WriteLineAsync("There is one process only on the embedded engine; build with -p:IskraEngine=orleans.");
        return 2;
    }
}
