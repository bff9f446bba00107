using Iskra.Alerts;
using Iskra.Gateway.Hosting;
using Iskra.Gateway.Sessions;

namespace Iskra.Gateway.Api;

/// <summary><c>POST /-/reload</c>: reads alertmanager.yml again, as an Alertmanager does.</summary>
internal static class AlertReloadApi
{
    /// <summary>Answers 200 once the file is in force here and the other processes are told; 500 with the reason when it is broken.</summary>
    internal static async Task<IResult> Post(AlertReloader reloader, ClusterCalls calls)
    {
        try
        {
            await reloader.ReloadAsync(calls);
            return Results.Ok();
        }
        catch (AlertConfigurationException broken)
        {
            return Results.Text($"failed to reload config: {broken.Message}\n", statusCode: StatusCodes.Status500InternalServerError);
        }
    }
}
