namespace Iskra.Gateway.Observability;

/// <summary>A number that goes up and down. Safe from any thread.</summary>
public sealed class Gauge
{
    private long _bits;

    /// <summary>The number now.</summary>
    public double Value
    {
        get => BitConverter.Int64BitsToDouble(Interlocked.Read(ref _bits));
        set => Interlocked.Exchange(ref _bits, BitConverter.DoubleToInt64Bits(value));
    }

    /// <summary>Adds to the number; negative takes away.</summary>
    public void Add(double difference)
    {
        long before, after;
        do
        {
            before = Interlocked.Read(ref _bits);
            after = BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(before) + difference);
        }
        while (Interlocked.CompareExchange(ref _bits, after, before) != before);
    }
}
