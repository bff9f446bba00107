using System.Globalization;
using System.Text;

namespace Iskra.Tests.Cluster;

/// <summary>How long it took until all were well again, by kind of fault; written as Markdown when the tests are through.</summary>
public sealed class RecoveryReport
{
    private readonly Dictionary<string, List<double>> _seconds = new(StringComparer.Ordinal);

    public void Add(string fault, TimeSpan recovery)
    {
        lock (_seconds)
        {
            if (!_seconds.TryGetValue(fault, out var list))
            {
                _seconds[fault] = list = [];
            }

            list.Add(recovery.TotalSeconds);
        }
    }

    public string Markdown()
    {
        var text = new StringBuilder("| fault | times | median | longest |\n|---|---|---|---|\n");
        lock (_seconds)
        {
            foreach (var (fault, list) in _seconds.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                var sorted = list.Order().ToArray();
                text.Append(CultureInfo.InvariantCulture, $"| {fault} | {sorted.Length} | {sorted[sorted.Length / 2]:0.0} s | {sorted[^1]:0.0} s |\n");
            }
        }

        return text.ToString();
    }

    /// <summary>Writes <c>recovery.md</c> unless there is nothing to tell.</summary>
    public void Write(string folder)
    {
        if (_seconds.Count == 0)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "recovery.md"), Markdown());
    }
}
