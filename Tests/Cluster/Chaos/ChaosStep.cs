namespace Iskra.Tests.Cluster.Chaos;

/// <summary>One fault.</summary>
/// <param name="Target">What kind of process.</param>
/// <param name="Action">What is done to it.</param>
/// <param name="Number">Which of them, from 0.</param>
/// <param name="Span">How long it is paused, or the database away.</param>
/// <param name="Rest">How long nothing happens afterwards.</param>
public sealed record ChaosStep(ChaosTarget Target, ChaosAction Action, int Number, TimeSpan Span, TimeSpan Rest)
{
    /// <summary>Its kind, as it stands in the report.</summary>
    public string Name => (Target, Action) switch
    {
        (ChaosTarget.Silo, ChaosAction.Kill) => "silo killed",
        (ChaosTarget.Silo, ChaosAction.Pause) => "silo paused, until others have its grains",
        (ChaosTarget.Silo, _) => "silo restarted",
        (ChaosTarget.Gateway, ChaosAction.Kill) => "gateway killed",
        (ChaosTarget.Gateway, ChaosAction.Pause) => "gateway paused, from its return",
        (ChaosTarget.Gateway, _) => "gateway restarted",
        (_, ChaosAction.Kill) => "database killed, from its return",
        (_, ChaosAction.Pause) => "database paused, from its return",
        _ => "database restarted, from its return",
    };
}
