namespace Iskra.Alerts;

/// <summary>Everything that configuration says about alerts.</summary>
/// <param name="Config">What alertmanager.yml says.</param>
/// <param name="Chains">Escalation chains by priority.</param>
/// <param name="MaxAlerts">Most alerts that are kept, those that have ended included.</param>
public sealed record AlertSettings(AlertmanagerConfig Config, IReadOnlyDictionary<string, EscalationChain> Chains, int MaxAlerts)
{
    /// <summary>Most alerts that are kept unless another number is said.</summary>
    public const int DefaultMaxAlerts = 50_000;

    /// <summary>What holds when configuration says nothing.</summary>
    public static AlertSettings Default { get; } = new(AlertmanagerConfig.Default, EscalationChain.Defaults, DefaultMaxAlerts);

    /// <summary>The chain of a priority; one without steps where none is configured.</summary>
    public EscalationChain ChainOf(string priority) => Chains.GetValueOrDefault(priority) ?? new EscalationChain(priority, []);
}
