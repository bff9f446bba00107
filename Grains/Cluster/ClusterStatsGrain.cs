using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Iskra.Cluster;

/// <summary>The cluster as a whole. Silos are asked at most once a second, however many want to know.</summary>
[Reentrant]
[GrainType("cluster-stats")]
public sealed partial class ClusterStatsGrain : Grain, IClusterStatsGrain
{
    /// <summary>How long an answer counts.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    /// <summary>How long the silos have for an answer; one that hangs must not keep the rest from being shown.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private readonly ClusterReports _reports = new();
    private readonly IClusterInspector _inspector;
    private readonly TimeProvider _time;
    private readonly ILogger<ClusterStatsGrain> _logger;
    private readonly long _origin;
    private Task<ClusterView>? _view;
    private TimeSpan _askedAt;

    /// <summary>Made by the engine.</summary>
    public ClusterStatsGrain(IClusterInspector inspector, TimeProvider time, ILogger<ClusterStatsGrain> logger)
    {
        _inspector = inspector;
        _time = time;
        _logger = logger;
        _origin = time.GetTimestamp();
    }

    private TimeSpan Now => _time.GetElapsedTime(_origin);

    /// <inheritdoc/>
    public Task Report(GatewayReport report)
    {
        if (!_reports.Add(report, Now, _time.GetUtcNow())) LogLeftOut(_logger, report.Gateway, ClusterReports.MaxGateways);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ClusterView> Describe()
    {
        if (_view is null || (_view.IsCompleted && (_view.IsFaulted || Now - _askedAt >= MaxAge)))
        {
            _askedAt = Now;
            _view = LookAsync();
        }

        return _view;
    }

    private async Task<ClusterView> LookAsync()
    {
        var silos = await AskAsync(_inspector.SilosAsync(GrainFactory)) ?? [];
        var activations = await AskAsync(_inspector.ActivationsAsync(GrainFactory));
        var bySilo = activations?.GroupBy(item => item.Silo, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(item => item.Count), StringComparer.Ordinal);
        var (total, busiest) = _reports.Channels(Now);
        return new ClusterView(
            [.. silos.Select(silo => silo with { Activations = bySilo?.GetValueOrDefault(silo.Address) }).OrderBy(silo => silo.Name, StringComparer.Ordinal).ThenByDescending(silo => silo.Since)],
            activations is null ? null : ActivationNames.Sum(activations),
            _reports.Gateways(Now),
            total,
            busiest);
    }

    private async Task<T?> AskAsync<T>(Task<T> question)
        where T : class
    {
        try
        {
            return await question.WaitAsync(Timeout, _time);
        }
#pragma warning disable CA1031 // Whatever keeps a silo from answering, what is known is shown.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNoAnswer(_logger, failure);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Gateway {Gateway} is left out of the cluster's figures: {Max} are followed already.")]
    private static partial void LogLeftOut(ILogger logger, string gateway, int max);

    [LoggerMessage(Level = LogLevel.Information, Message = "Not all silos told in time what they hold.")]
    private static partial void LogNoAnswer(ILogger logger, Exception failure);
}
