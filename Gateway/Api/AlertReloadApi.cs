using Iskra.Alerts;
using Iskra.Gateway.Hosting;

namespace Iskra.Gateway.Api;

/// <summary><c>POST /-/reload</c>: reads alertmanager.yml again, as an Alertmanager does.</summary>
internal static class AlertReloadApi
{
    /// <summary>Answers 200 once the file is in force here and the other processes are told; 500 with the reason when it is broken.</summary>
    internal static async Task<IResult> Post(AlertReloader reloader)
    {
        try
        {
            await reloader.ReloadAsync();
            return Results.Ok();
        }
        catch (AlertConfigurationException broken)
        {
            return Results.Text($"failed to reload config: {broken.Message}\n", statusCode: StatusCodes.Status500InternalServerError);
        }
    }
}
