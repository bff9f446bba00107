using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Iskra.Voices;

/// <summary>The choir of the connections: decides by <see cref="ConnectionVoiceRules"/> who answers. It keeps nothing.</summary>
[GrainType("connection-choir")]
public sealed partial class ConnectionChoirGrain(VoiceSettings settings, ILogger<ConnectionChoirGrain> logger) : Grain, IConnectionChoirGrain
{
    /// <inheritdoc/>
    public async Task Answer(ImmutableArray<EventCount> counts)
    {
        foreach (var count in counts)
        {
            var answer = ConnectionVoiceRules.Answer(settings.Connections, settings.Impacts.Of(count.Event));
            try
            {
                await GrainFactory.GetGrain<IConnectionVoiceGrain>(answer.Voice.Voice).Speak(count, answer.Intensity, answer.Trigger);
            }
#pragma warning disable CA1031 // A voice that cannot speak now must not silence the others.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogNotSpoken(logger, failure, answer.Voice.Voice, count.Count, count.Event);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<VoiceView>> Current() =>
        [.. await Task.WhenAll(VoiceName.OfConnections.Select(voice => GrainFactory.GetGrain<IConnectionVoiceGrain>(voice).Current()))];

    [LoggerMessage(Level = LogLevel.Warning, Message = "Voice {Voice} could not answer {Count} events {Event}.")]
    private static partial void LogNotSpoken(ILogger logger, Exception failure, string voice, int count, string @event);
}
