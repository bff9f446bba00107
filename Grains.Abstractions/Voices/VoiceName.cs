using System.Collections.Immutable;

namespace Iskra.Voices;

/// <summary>The keys of the voices of both choirs (domain sections 2 and 3). No key is in both.</summary>
public static class VoiceName
{
    /// <summary>The choir that watches the metrics.</summary>
    public const string IskraChoir = "iskra";

    /// <summary>The choir that answers the events of connections.</summary>
    public const string ConnectionChoir = "connection";

    /// <summary>Truth.</summary>
    public const string Kain = "kain";

    /// <summary>Play.</summary>
    public const string Pino = "pino";

    /// <summary>Structure.</summary>
    public const string Sam = "sam";

    /// <summary>Empathy.</summary>
    public const string Anhantra = "anhantra";

    /// <summary>Breaks rigidity.</summary>
    public const string Hundun = "hundun";

    /// <summary>Conscience, integrity.</summary>
    public const string Iskriv = "iskriv";

    /// <summary>Synthesis: speaks when several others do.</summary>
    public const string Iskra = "iskra";

    /// <summary>Great pain.</summary>
    public const string Alarm = "alarm";

    /// <summary>Lost trust.</summary>
    public const string Concern = "concern";

    /// <summary>Much trust.</summary>
    public const string Celebration = "celebration";

    /// <summary>Some chaos.</summary>
    public const string Curiosity = "curiosity";

    /// <summary>Nothing special.</summary>
    public const string Patience = "patience";

    /// <summary>Much chaos.</summary>
    public const string Courage = "courage";

    /// <summary>Some pain.</summary>
    public const string Mercy = "mercy";

    /// <summary>The seven of Iskra. The synthesis is the last, because it follows from the others.</summary>
    public static readonly ImmutableArray<string> OfIskra = [Kain, Pino, Sam, Anhantra, Hundun, Iskriv, Iskra];

    /// <summary>The seven of the connections, in the order in which they are asked whether they answer.</summary>
    public static readonly ImmutableArray<string> OfConnections = [Alarm, Courage, Celebration, Curiosity, Mercy, Concern, Patience];
}
