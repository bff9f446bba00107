namespace Iskra.Delta;

/// <summary>
/// Takes what happens to connections and grains, so that it becomes ∆DΩΛ records and the voices hear of it. Any thread may call;
/// nothing waits, nothing fails.
/// </summary>
public interface IDeltaReporter
{
    /// <summary>Something happened.</summary>
    void Report(in DeltaNote note);

    /// <summary>A heartbeat was answered. These are only added up; one record every 30 s stands for all of them.</summary>
    /// <param name="roundTrip">The time it took.</param>
    void Heartbeat(TimeSpan roundTrip);
}
