namespace Iskra.Tests.Engine;

[GenerateSerializer, Immutable, Alias("test.state-view")]
public sealed record StateView(
    [property: Id(0)] int Total, [property: Id(1)] bool Exists, [property: Id(2)] string? Etag, [property: Id(3)] string Activation);
