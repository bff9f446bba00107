
namespace Iskra.Alerts;

/// <summary>
/// Many items of a grain, stored in pages, so that a change writes little and a batch of new items writes few pages: items keep their
/// page, and new ones fill the room that there is.
/// </summary>
/// <typeparam name="T">What an item is.</typeparam>
/// <param name="open">Opens the state of a page by its number.</param>
/// <param name="keyOf">The key of an item.</param>
public sealed class PagedState<T>(Func<int, StoredState<StatePage<T>>> open, Func<T, string> keyOf)
    where T : class
{
    /// <summary>Most items of a page.</summary>
    public const int PageSize = 32;

    /// <summary>Most pages that are written at the same time, or read at once.</summary>
    public const int MaxParallel = 32;

    /// <summary>Most reads at the same time: while one is waited for, another is made sense of.</summary>
    public const int MaxReads = 2;

    private readonly List<Page> _pages = [];
    private readonly Dictionary<string, int> _pageOf = new(StringComparer.Ordinal);
    private readonly SortedSet<int> _withRoom = [];
    private readonly SortedSet<int> _dirty = [];
    private int _loaded;

    /// <summary>Number of pages that are or were in use.</summary>
    public int Pages => _pages.Count;

    /// <summary>Whether something is not stored.</summary>
    public bool IsDirty => _dirty.Count > 0;

    /// <summary>All items.</summary>
    public IEnumerable<T> Items => _pages.SelectMany(page => page.Items.Values);

    /// <summary>Reads everything. What has been read stays read when it fails, so that the next try goes on from there.</summary>
    /// <param name="pages">Number of pages that may be there.</param>
    /// <exception cref="StoreUnavailableException">The store is away.</exception>
    public async Task LoadAsync(int pages)
    {
        while (_pages.Count < pages) AddPage();
        while (_loaded < pages)
        {
            var part = _pages.GetRange(_loaded, Math.Min(MaxParallel * MaxReads, pages - _loaded)).Select(page => page.State).ToArray();
            await Task.WhenAll(part.Chunk(MaxParallel).Select(states => states[0].ReadWithAsync(states)));
            foreach (var state in part) Take(_loaded++, state.Value);
        }
    }

    /// <summary>Notes what is to be stored of an item.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="item">The item; null to remove it.</param>
    public void Put(string key, T? item)
    {
        if (!_pageOf.TryGetValue(key, out var number))
        {
            if (item is null) return;
            if (_withRoom.Count == 0) AddPage();
            number = _withRoom.Min;
            _pageOf[key] = number;
        }

        var items = _pages[number].Items;
        if (item is not null)
        {
            items[key] = item;
        }
        else
        {
            items.Remove(key);
            _pageOf.Remove(key);
        }

        if (items.Count < PageSize) _withRoom.Add(number);
        else _withRoom.Remove(number);
        _dirty.Add(number);
    }

    /// <summary>Stores what is not stored. What fails stays to be stored.</summary>
    /// <exception cref="StoreUnavailableException">The store is away.</exception>
    public async Task SaveAsync()
    {
        foreach (var numbers in _dirty.ToArray().Chunk(MaxParallel)) await Task.WhenAll(numbers.Select(WriteAsync));
    }

    private async Task WriteAsync(int number)
    {
        _dirty.Remove(number);
        try
        {
            await _pages[number].State.WriteAsync(new StatePage<T>([.. _pages[number].Items.Values]));
        }
        catch
        {
            _dirty.Add(number);
            throw;
        }
    }

    private void AddPage()
    {
        _withRoom.Add(_pages.Count);
        _pages.Add(new Page(open(_pages.Count)));
    }

    private void Take(int number, StatePage<T>? page)
    {
        foreach (var item in page?.Items ?? [])
        {
            _pages[number].Items[keyOf(item)] = item;
            _pageOf[keyOf(item)] = number;
        }

        if (_pages[number].Items.Count >= PageSize) _withRoom.Remove(number);
    }

    private sealed class Page(StoredState<StatePage<T>> state)
    {
        public StoredState<StatePage<T>> State { get; } = state;

        public Dictionary<string, T> Items { get; } = new(StringComparer.Ordinal);
    }
}
