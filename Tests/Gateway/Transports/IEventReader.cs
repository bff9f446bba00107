using System.Text.Json;

namespace Iskra.Tests.Gateway.Transports;

/// <summary>A client of one transport that follows channels.</summary>
public interface IEventReader : IAsyncDisposable
{
    /// <summary>The next event or snapshot of the channels.</summary>
    Task<JsonElement> NextAsync();

    /// <summary>The position after the last event that was read.</summary>
    Task<string> CursorAsync();
}
