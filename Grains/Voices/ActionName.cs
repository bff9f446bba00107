using System.Collections.Immutable;

namespace Iskra.Voices;

/// <summary>The automatic actions of domain section 2.</summary>
public static class ActionName
{
    /// <summary>Asks pino and hundun to speak.</summary>
    public const string ActivatePinoHundun = "activate_pino_hundun";

    /// <summary>Asks sam to speak.</summary>
    public const string ActivateSam = "activate_sam";

    /// <summary>Asks hundun to speak, and notifies.</summary>
    public const string Stimulate = "stimulate";

    /// <summary>Publishes live values less often while it lasts, and notifies.</summary>
    public const string Stabilize = "stabilize";

    /// <summary>Asks anhantra to speak.</summary>
    public const string ActivateAnhantra = "activate_anhantra";

    /// <summary>Notifies, raises the detail of the logs, and runs the health probes at once.</summary>
    public const string Recover = "recover";

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<string> All = [ActivatePinoHundun, ActivateSam, Stimulate, Stabilize, ActivateAnhantra, Recover];

    /// <summary>The voices that an action asks to speak.</summary>
    public static ImmutableArray<string> VoicesOf(string action) => action switch
    {
        ActivatePinoHundun => [VoiceName.Pino, VoiceName.Hundun],
        ActivateSam => [VoiceName.Sam],
        Stimulate => [VoiceName.Hundun],
        ActivateAnhantra => [VoiceName.Anhantra],
        _ => [],
    };

    /// <summary>Whether people are notified of an action.</summary>
    public static bool Notifies(string action) => action is Stimulate or Stabilize or Recover;
}
