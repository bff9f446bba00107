using Iskra.Delta;

namespace Iskra.Tests.Unit.Delta;

public sealed class DeltaSamplerTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly DeltaSampler _sampler = new();

    [Fact]
    public void As_many_as_fit_into_a_window_become_records_and_one_stands_for_the_rest()
    {
        var taken = Enumerable.Range(0, 100_000).Sum(_ => _sampler.Add(Of("protocol_violation"), Start).Length);
        Assert.Equal(DeltaSampler.MaxPerWindow, taken);
        Assert.Equal(Start + DeltaSampler.Window, _sampler.DueAt);
        Assert.Empty(_sampler.Due(Start.AddMilliseconds(999)));
        Assert.Equal(100_000 - DeltaSampler.MaxPerWindow, Assert.Single(_sampler.Due(Start.AddSeconds(1))).Count);
        Assert.Null(_sampler.DueAt);
    }

    [Fact]
    public void The_bound_itself_fits_and_one_more_does_not()
    {
        for (var i = 0; i < DeltaSampler.MaxPerWindow; i++) Assert.Single(_sampler.Add(Of("x"), Start));
        Assert.Null(_sampler.DueAt);
        Assert.Empty(_sampler.Add(Of("x"), Start));
        Assert.NotNull(_sampler.DueAt);
    }

    [Fact]
    public void Types_do_not_take_room_from_each_other()
    {
        for (var i = 0; i <= DeltaSampler.MaxPerWindow; i++) _sampler.Add(Of("flood"), Start);
        Assert.Single(_sampler.Add(Of("rare"), Start));
    }

    [Fact]
    public void What_was_held_back_comes_before_what_comes_later()
    {
        for (var i = 0; i <= DeltaSampler.MaxPerWindow; i++) _sampler.Add(Of("x"), Start);
        var due = _sampler.Add(Of("x") with { Count = 7 }, Start.AddSeconds(1));
        Assert.Equal([1, 7], due.Select(occurrence => occurrence.Count));
    }

    private static DeltaOccurrence Of(string type) => new(type, Start, "test");
}
