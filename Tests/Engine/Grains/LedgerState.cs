namespace Iskra.Tests.Engine;

[GenerateSerializer, Alias("test.ledger-state")]
public sealed record LedgerState([property: Id(0)] int Total)
{
    public LedgerState()
        : this(0)
    {
    }
}
