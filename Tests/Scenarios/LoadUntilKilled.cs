using System.Net.WebSockets;
using Iskra.Tests.Wire;

namespace Iskra.Tests.Scenarios;

/// <summary>Publishers and reporters that go on until the server is gone, and count what was acknowledged.</summary>
internal sealed class LoadUntilKilled(ServerProcess server, string token, string channel, string metric)
{
    private const int Enough = 300;
    private readonly TaskCompletionSource _underway = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _events;
    private int _samples;
    private int _value;

    /// <summary>Done when a good deal has been acknowledged and more is on its way.</summary>
    internal Task Underway => _underway.Task.WaitAsync(TimeSpan.FromSeconds(60));

    internal int Events => _events;

    internal int Samples => _samples;

    internal Task RunAsync() => Task.WhenAll(
    [
        .. Enumerable.Range(0, 4).Select(_ => UntilGoneAsync(() => $$"""{"type":"publish","channel":"{{channel}}","data":{"n":1} }""", "published", () => Interlocked.Increment(ref _events))),
        .. Enumerable.Range(0, 4).Select(_ => UntilGoneAsync(() => $$"""{"type":"metrics","data":{"{{metric}}":{{Interlocked.Increment(ref _value)}}} }""", "metrics_received", () => Interlocked.Increment(ref _samples))),
    ]);

    private async Task UntilGoneAsync(Func<string> frame, string reply, Action acknowledged)
    {
        try
        {
            await using var client = await WireClient.ConnectAsync(server.Socket("/ws/dashboard?token=" + token));
            while (true)
            {
                var answer = await client.AskAsync(frame());
                if (WireClient.TypeOf(answer) == reply)
                {
                    acknowledged();
                }

                if (_events > Enough && _samples > Enough)
                {
                    _underway.TrySetResult();
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or InvalidOperationException or IOException or OperationCanceledException)
        {
        }
    }
}
