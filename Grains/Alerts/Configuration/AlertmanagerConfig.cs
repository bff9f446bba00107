using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>What alertmanager.yml says.</summary>
public sealed record AlertmanagerConfig
{
    /// <summary>When an alert without an end ends unless it is posted again, unless configured.</summary>
    public static readonly TimeSpan DefaultResolveTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Without a file: one receiver, <c>default</c>, that tells nobody; escalation chains find no contacts.</summary>
    public static readonly AlertmanagerConfig Default = new()
    {
        Root = new Route { Key = "{}", Receiver = "default" },
        Receivers = [new Receiver("default", [])],
        Original = "route:\n  receiver: default\nreceivers:\n- name: default\n",
    };

    /// <summary>When an alert without an end ends unless it is posted again.</summary>
    public TimeSpan ResolveTimeout { get; init; } = DefaultResolveTimeout;

    /// <summary>The route tree.</summary>
    public required Route Root { get; init; }

    /// <summary>The receivers, in the order of the file.</summary>
    public required ImmutableArray<Receiver> Receivers { get; init; }

    /// <summary>The inhibition rules, in the order of the file.</summary>
    public ImmutableArray<InhibitRule> InhibitRules { get; init; } = [];

    /// <summary>Named times that recur.</summary>
    public ImmutableDictionary<string, ImmutableArray<TimeInterval>> TimeIntervals { get; init; } =
        ImmutableDictionary<string, ImmutableArray<TimeInterval>>.Empty;

    /// <summary>The file as it can be shown: secrets are masked.</summary>
    public required string Original { get; init; }

    /// <summary>What the file asks for that is not supported, one sentence each.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>A receiver, or null.</summary>
    public Receiver? Receiver(string name) => Receivers.FirstOrDefault(receiver => string.Equals(receiver.Name, name, StringComparison.Ordinal));
}
