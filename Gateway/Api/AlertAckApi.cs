using System.Text;
using Iskra.Alerts;
using Iskra.Gateway.Security;
using Iskra.Gateway.Sessions;

namespace Iskra.Gateway.Api;

/// <summary>Acknowledgement of alerts over HTTP.</summary>
public static class AlertAckApi
{
    /// <summary><c>POST /api/v2/alerts/{fingerprint}/ack</c>: answers with the alert, as its events show it.</summary>
    public static async Task<IResult> Post(string fingerprint, HttpContext context, IClusterClient cluster, ClusterCalls calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        if (!Fingerprint.IsValid(fingerprint))
            throw new RefusedException(ErrorCode.InvalidField, "A fingerprint has 16 lower-case hexadecimal digits.", field: "fingerprint");
        var by = NameOf(CallerFilter.CallerOf(context));
        var alert = await calls.CallAsync(() => cluster.GetGrain<IAlertIndexGrain>(IAlertIndexGrain.Key).Acknowledge(fingerprint, by));
        return Results.Bytes(Encoding.UTF8.GetBytes(AlertJson.Of(alert)), "application/json");
    }

    /// <summary>What to call who acknowledges.</summary>
    internal static string NameOf(Caller caller) => caller.Name ?? caller.User?.Text ?? (caller.IsMachine ? "api" : "anonymous");
}
