using System.Diagnostics;

namespace Iskra;

/// <summary>Where spans come from, from the frame over the store to the socket. A span that nobody listens to is not made.</summary>
public static class IskraTracing
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "Iskra";

    /// <summary>The source.</summary>
    public static readonly ActivitySource Source = new(SourceName);

    /// <summary>The span that is open here, in the form of a <c>traceparent</c> (W3C Trace Context); null when nobody traces.</summary>
    public static string? Current => Source.HasListeners() && Activity.Current is { Recorded: true } open ? open.Id : null;
}
