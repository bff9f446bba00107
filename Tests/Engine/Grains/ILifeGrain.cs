namespace Iskra.Tests.Engine;

[Alias("test.life")]
public interface ILifeGrain : IGrainWithStringKey
{
    [Alias("activation")]
    Task<string> Activation();

    [Alias("leave")]
    Task Leave();

    [Alias("wait-leave")]
    Task WaitAndLeave(string gate);

    [Alias("keep")]
    Task Keep(TimeSpan time);

    [Alias("tick")]
    Task StartTimer(string journal, TimeSpan due, TimeSpan period, bool interleave);

    [Alias("tick-change")]
    Task ChangeTimer(TimeSpan due, TimeSpan period);

    [Alias("tick-stop")]
    Task StopTimer();

    [Alias("block")]
    Task Block(string gate);
}
