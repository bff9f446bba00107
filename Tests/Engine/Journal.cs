using System.Collections.Concurrent;

namespace Iskra.Tests.Engine;

/// <summary>What happened, in order, by name; written by test grains and read by tests.</summary>
public static class Journal
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> Entries = new();

    public static void Write(string name, string entry) => Of(name).Enqueue(entry);

    public static string[] Read(string name) => [.. Of(name)];

    /// <summary>Waits until there are so many entries.</summary>
    public static async Task<string[]> ReadAsync(string name, int count)
    {
        await Eventually.TrueAsync(() => Of(name).Count >= count, $"'{name}' has {count} entries (it has: {string.Join(", ", Of(name))})");
        return Read(name);
    }

    private static ConcurrentQueue<string> Of(string name) => Entries.GetOrAdd(name, _ => new ConcurrentQueue<string>());
}
