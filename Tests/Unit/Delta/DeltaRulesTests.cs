using System.Text.Json;
using Iskra.Delta;
using Iskra.Voices;
using Microsoft.Extensions.Logging;

namespace Iskra.Tests.Unit.Delta;

public sealed class DeltaRulesTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("connection_established", 0.9, "continue_monitoring", "general_operation", LogLevel.Information)]
    [InlineData("connection_failed", 0.8, "attempt_reconnection_with_backoff", "network_infrastructure", LogLevel.Warning)]
    [InlineData("heartbeat_success", 0.95, "continue_monitoring", "general_operation", LogLevel.Information)]
    [InlineData("heartbeat_timeout", 0.7, "validate_connection_health", "communication_protocol", LogLevel.Warning)]
    [InlineData("error_handled", 0.8, "continue_monitoring", "general_operation", LogLevel.Information)]
    [InlineData("reconnection_success", 0.85, "monitor_stability", "general_operation", LogLevel.Information)]
    [InlineData("fallback_activated", 0.6, "investigate_primary_failure", "resilience_mechanisms", LogLevel.Information)]
    [InlineData("protocol_violation", 0.9, "escalate_to_developer", "data_contract", LogLevel.Error)]
    [InlineData("server_overload", 0.75, "activate_fallback_strategy", "load_balancing", LogLevel.Warning)]
    [InlineData("seam_transition", 0.5, "continue_monitoring", "general_operation", LogLevel.Information)]
    public void The_record_of_an_event_follows_the_tables(string type, double omega, string lambda, string seam, LogLevel level)
    {
        var record = Compose(new DeltaOccurrence(type, Now, "gateway-1"));
        Assert.Equal((omega, lambda, seam, type), (record.Omega, record.Lambda, record.SeamId, record.Delta));
        Assert.Equal(level, DeltaRules.Level(type, record.Omega));
    }

    [Theory]
    [InlineData("connection_established", false, null, 0, 1)]
    [InlineData("protocol_violation", true, null, 0, 3)]
    [InlineData("connection_established", false, 1000.0, 0, 1)]
    [InlineData("connection_established", false, 1000.1, 0, 2)]
    [InlineData("reconnection_success", false, null, 4, 5)]
    [InlineData("fallback_activated", true, 2000.0, 2, 9)]
    [InlineData("fallback_activated", true, 2000.0, 3, 10)]
    [InlineData("fallback_activated", true, 2000.0, int.MaxValue, 10)]
    public void The_dimension_adds_up_and_ends_at_ten(string type, bool hasError, double? latencyMs, int reconnections, int dimension) =>
        Assert.Equal(dimension, DeltaRules.Dimension(new DeltaOccurrence(type, Now, "x")
        {
            ErrorCode = hasError ? "invalid_json" : null,
            LatencyMs = latencyMs,
            Reconnections = reconnections,
        }));

    [Theory]
    [InlineData("request timeout", null, "CONNECTION_TIMEOUT", "HIGH", "reconnect", "connection_timeout")]
    [InlineData("Unauthorized", null, "AUTHENTICATION_FAILED", "CRITICAL", "reauthenticate", "auth_failed")]
    [InlineData("HTTP 401", null, "AUTHENTICATION_FAILED", "CRITICAL", "reauthenticate", "auth_failed")]
    [InlineData("Too many requests", null, "SERVER_OVERLOAD", "MEDIUM", "backoff", "server_overload")]
    [InlineData("status 429", null, "SERVER_OVERLOAD", "MEDIUM", "backoff", "server_overload")]
    [InlineData("no", "overloaded", "SERVER_OVERLOAD", "MEDIUM", "backoff", "server_overload")]
    [InlineData("Connection reset by peer", null, "NETWORK_ERROR", "HIGH", "reconnect", "network_error")]
    [InlineData("connection refused", null, "NETWORK_ERROR", "HIGH", "reconnect", "network_error")]
    [InlineData("malformed frame", null, "PROTOCOL_ERROR", "MEDIUM", "retry", "protocol_error")]
    [InlineData("strange", null, "UNKNOWN", "MEDIUM", "log_and_continue", "unknown_error")]
    [InlineData("authorization timeout", null, "CONNECTION_TIMEOUT", "HIGH", "reconnect", "connection_timeout")]
    public void The_first_class_that_matches_is_that_of_the_error(string message, string? code, string name, string severity, string action, string delta)
    {
        var found = ErrorClass.Of(new DeltaOccurrence("error_handled", Now, "x") { ErrorCode = code, ErrorMessage = message });
        Assert.Equal((name, severity, action, delta), (found.Name, found.Severity, found.Action, found.Delta));
    }

    [Theory]
    [InlineData("protocol_violation", "invalid_json", "PROTOCOL_ERROR")]
    [InlineData("server_overload", "slow", "SERVER_OVERLOAD")]
    [InlineData("heartbeat_timeout", "missed", "CONNECTION_TIMEOUT")]
    [InlineData("connection_failed", "unauthorized", "AUTHENTICATION_FAILED")]
    [InlineData("connection_failed", "slow_consumer", "UNKNOWN")]
    public void The_type_of_the_event_counts_like_that_of_an_exception(string type, string code, string name) =>
        Assert.Equal(name, ErrorClass.Of(new DeltaOccurrence(type, Now, "x") { ErrorCode = code }).Name);

    [Fact]
    public void A_refused_frame_is_significant_enough_for_the_recovery_voice()
    {
        var record = Compose(new DeltaOccurrence("protocol_violation", Now, "gateway-1") { ErrorCode = "invalid_json" });
        Assert.Equal(0.72, record.Significance, 6);
        Assert.True(record.Significance > DeltaRules.MakiSignificance);
    }

    [Fact]
    public void A_record_tells_its_error_its_analysis_and_where_it_comes_from()
    {
        var record = Compose(new DeltaOccurrence("connection_failed", Now, "gateway-1")
        {
            Subject = "s-12",
            ErrorCode = "reset",
            ErrorMessage = "connection reset",
            LatencyMs = 12.5,
            TraceId = "abc",
            Count = 3,
        });
        using var data = JsonDocument.Parse(record.Data);
        Assert.Equal("NETWORK_ERROR", data.RootElement.GetProperty("error").GetProperty("class").GetString());
        Assert.Equal(3, data.RootElement.GetProperty("count").GetInt32());
        var analysis = data.RootElement.GetProperty("analysis");
        Assert.Equal(record.Significance, analysis.GetProperty("significance").GetDouble());
        Assert.Equal("network_infrastructure", analysis.GetProperty("impact").GetProperty("seams")[0].GetString());
        Assert.Contains("reconnect", analysis.GetProperty("recommended_actions").EnumerateArray().Select(item => item.GetString()));
        Assert.NotEmpty(analysis.GetProperty("integration_points").EnumerateArray());
        using var sift = JsonDocument.Parse(record.Sift);
        Assert.Equal("gateway-1", sift.RootElement.GetProperty("source").GetString());
        Assert.Equal("trace", sift.RootElement.GetProperty("traceability").GetString());
    }

    private static DeltaRecord Compose(DeltaOccurrence occurrence) => new DeltaComposer(ConnectionImpacts.Default).Compose(occurrence, "r-1");
}
