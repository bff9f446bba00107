using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Iskra.Gateway.Sockets;

/// <summary>Lets the connections of a listener send directly.</summary>
public static class DirectOutputExtensions
{
    /// <summary>
    /// Replaces the sending side of each TCP connection by a <see cref="DirectOutput"/>. Belongs before anything that changes
    /// the bytes, such as TLS: then what is above writes through it, and WebSockets do not use it past the encryption.
    /// </summary>
    public static void UseDirectOutput(this ListenOptions listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        listener.Use(static next => connection => connection.Features.Get<IConnectionSocketFeature>() is { } feature
            ? RunAsync(next, connection, new DirectOutput(feature.Socket))
            : next(connection));
    }

    /// <summary>The direct output of a connection whose bytes nobody changes; null when there is none.</summary>
    internal static DirectOutput? GetDirectOutput(this HttpContext context) =>
        context.Features.Get<ITlsHandshakeFeature>() is null ? context.Features.Get<DirectOutput>() : null;

    private static async Task RunAsync(ConnectionDelegate next, ConnectionContext connection, DirectOutput output)
    {
        var transport = connection.Transport;
        connection.Transport = new Pipes(transport.Input, output);
        connection.Features.Set(output);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
        }
    }

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
