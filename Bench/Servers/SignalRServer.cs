using Microsoft.AspNetCore.SignalR;

namespace Iskra.Bench.Servers;

/// <summary>ASP.NET Core SignalR doing the same: one hub, everybody gets what is published.</summary>
internal static class SignalRServer
{
    internal static async Task RunAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddSignalR();
        var app = builder.Build();
        app.MapHub<BenchHub>("/hub");
        await app.StartAsync();
        Console.WriteLine("ready");
        await app.WaitForShutdownAsync();
    }

    /// <summary>The hub; its one method hands an event to all who are connected.</summary>
    internal sealed class BenchHub : Hub
    {
        /// <summary>Publishes an event.</summary>
        public Task Publish(BenchEvent data) => Clients.All.SendAsync("event", data);
    }

    /// <summary>An event of the size that is measured.</summary>
    /// <param name="T">When it was sent, in microseconds.</param>
    /// <param name="Fill">Text that brings it to its size.</param>
    internal sealed record BenchEvent(long T, string Fill);
}
