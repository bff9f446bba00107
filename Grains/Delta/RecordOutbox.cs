using System.Collections.Immutable;

namespace Iskra.Delta;

/// <summary>
/// What waits to be written somewhere, in order, one write under way at a time. When more than <see cref="MaxWaiting"/> wait, the
/// oldest are given up and counted.
/// </summary>
/// <typeparam name="T">What is written.</typeparam>
/// <param name="write">Writes some of it; may be repeated with the same.</param>
public sealed class RecordOutbox<T>(Func<ImmutableArray<T>, Task> write)
{
    /// <summary>Most that waits.</summary>
    public const int MaxWaiting = 1_000;

    /// <summary>Most in one write.</summary>
    public const int MaxWrite = 200;

    private readonly List<T> _waiting = [];
    private int _underWay;
    private bool _writing;

    /// <summary>How many were given up.</summary>
    public long Lost { get; private set; }

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>Adds one.</summary>
    public void Add(T item)
    {
        if (_waiting.Count >= MaxWaiting)
        {
            // What is under way stays, because it is taken off by its number.
            _waiting.RemoveAt(Math.Min(_underWay, _waiting.Count - 1));
            Lost++;
        }

        _waiting.Add(item);
    }

    /// <summary>Writes what waits; does nothing while it does.</summary>
    /// <exception cref="Exception">A write failed; what it held waits still.</exception>
    public async Task DrainAsync()
    {
        if (_writing) return;
        _writing = true;
        try
        {
            while (_waiting.Count > 0)
            {
                _underWay = Math.Min(MaxWrite, _waiting.Count);
                await write([.. _waiting.Take(_underWay)]);
                _waiting.RemoveRange(0, _underWay);
            }
        }
        finally
        {
            _underWay = 0;
            _writing = false;
        }
    }
}
