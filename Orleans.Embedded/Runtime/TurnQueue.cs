namespace Orleans.Runtime;

/// <summary>A ring of work that costs nothing while it is empty. Not safe for several threads at once.</summary>
internal struct TurnQueue
{
    private const int SmallestRing = 4;
    private const int LargestKeptRing = 16;

    private object?[]? _items;
    private int _head;

    public int Count { get; private set; }

    public void Enqueue(object item)
    {
        _items ??= new object?[SmallestRing];
        if (Count == _items.Length)
        {
            Grow();
        }

        _items[(_head + Count) & (_items.Length - 1)] = item;
        Count++;
    }

    public object? Dequeue()
    {
        if (Count == 0)
        {
            return null;
        }

        var item = _items![_head];
        _items[_head] = null;
        _head = (_head + 1) & (_items.Length - 1);
        if (--Count == 0 && _items.Length > LargestKeptRing)
        {
            _items = null;
            _head = 0;
        }

        return item;
    }

    public void Clear()
    {
        _items = null;
        _head = 0;
        Count = 0;
    }

    private void Grow()
    {
        var larger = new object?[_items!.Length * 2];
        for (var i = 0; i < Count; i++)
        {
            larger[i] = _items[(_head + i) & (_items.Length - 1)];
        }

        _items = larger;
        _head = 0;
    }
}
