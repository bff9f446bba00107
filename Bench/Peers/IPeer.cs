using Iskra.Bench.Load;

namespace Iskra.Bench.Peers;

/// <summary>A server under comparison and how one talks to it.</summary>
internal interface IPeer
{
    /// <summary>What the tables call it.</summary>
    string Name { get; }

    /// <summary>Starts it on its core.</summary>
    Task<PeerServer> StartAsync();

    /// <summary>A client that is connected and does nothing.</summary>
    Task<RawClient> ConnectAsync(PeerServer server);

    /// <summary>Makes a connected client receive what is published.</summary>
    Task SubscribeAsync(RawClient client);

    /// <summary>A client that may publish.</summary>
    Task<RawClient> ConnectPublisherAsync(PeerServer server);

    /// <summary>A message that publishes an event with the time <paramref name="sentUs"/> and <paramref name="fill"/>.</summary>
    byte[] Publish(long sentUs, string fill);
}
