using Iskra.Voices;

namespace Iskra.Gateway.Observability;

/// <summary>Counts the voices that spoke up in <c>websocket_voice_alerts_total</c>. A voice is counted by the process it lives in.</summary>
public sealed class VoiceMeter(RealtimeMetrics metrics) : IVoiceMeter
{
    /// <inheritdoc/>
    public void Spoke(string voice, string severity) => metrics.VoiceAlerts.With(voice, severity).Increment();
}
