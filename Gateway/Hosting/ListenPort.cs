namespace Iskra.Gateway.Hosting;

/// <summary>Which of the four ports a connection came in on (protocol section 1). The port chooses the default dashboard.</summary>
public enum ListenPort
{
    /// <summary>The main port: pages, HTTP interface, <c>/ws/…</c>.</summary>
    Main,

    /// <summary>The Pulse dashboard.</summary>
    Pulse,

    /// <summary>The Seams dashboard.</summary>
    Seams,

    /// <summary>The Voices dashboard.</summary>
    Voices,
}
