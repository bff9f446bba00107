using Iskra.Alerts;
using Iskra.Channels;
using Iskra.Gateway.Api;
using Iskra.Gateway.Cluster;
using Iskra.Gateway.Observability;
using Iskra.Gateway.Polling;
using Iskra.Gateway.Security;
using Iskra.Gateway.Sessions;
using Iskra.Gateway.Sse;
using Iskra.Metrics;
using Iskra.Notifications;
using Iskra.Silo.Cluster;
using Iskra.Silo.Hosting;
using Iskra.Silo.Notifications;
using Iskra.Silo.Storage;
using Microsoft.Extensions.Logging.Console;

namespace Iskra.Gateway.Hosting;

/// <summary>Puts the process together: settings, storage, silo, gateway, in the order in which they start.</summary>
internal static class IskraServices
{
    /// <summary>Adds everything.</summary>
    /// <exception cref="SettingException">The configuration cannot be used.</exception>
    internal static void AddIskra(this WebApplicationBuilder builder)
    {
        var reader = new SettingReader(builder.Configuration);
        var gateway = GatewaySettings.Read(reader);
        var auth = AuthSettings.Read(reader);
        var telemetry = TelemetrySettings.Read(reader);
        var cluster = RoleSettings.Read(reader, builder.Configuration);
        if (cluster.Role == HostRole.Silo) gateway = gateway with { Ports = RoleSettings.SiloPorts(reader) };
        reader.ThrowIfAnythingIsWrong();
        builder.Services.AddSingleton(gateway).AddSingleton(auth).AddSingleton(cluster);
        builder.Services.AddSingleton(TimeProvider.System);
        AddLogging(builder);
        builder.Services.AddIskraStorage(builder.Configuration, isKeeper: cluster.Role != HostRole.Gateway);
        builder.Services.AddIskraMetrics(builder.Configuration).AddIskraChannels();
        builder.Services.AddIskraVoiceHosting(builder.Configuration);
        builder.Services.AddIskraAlerts(AlertConfiguration.Read(builder.Configuration), () => AlertConfiguration.Read(builder.Configuration));
        builder.AddIskraCluster(cluster);
        builder.Services.AddIskraCluster();
        EngineDashboard.Add(builder, cluster);
        builder.Services.AddIskraNotifications(builder.Configuration);
        if (cluster.Role != HostRole.Gateway) builder.Services.AddIskraMetricWake().AddIskraAlertWake().AddIskraNotificationWake();
        AddServer(builder, gateway, cluster.Role);
        AddSecurity(builder.Services, gateway, auth);
        AddObservability(builder.Services, cluster.Role);
        builder.Services.AddIskraSessions();
        AddApi(builder.Services);
        AddDrain(builder.Services, gateway);
        builder.Services.AddTracing(telemetry);
    }

    private static void AddLogging(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddJsonConsole(options =>
        {
            options.UseUtcTimestamp = true;
            options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            options.IncludeScopes = false;
        });

        // Standard output belongs to the addresses; the log goes to standard error.
        builder.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);

        // The server's own request log repeats query strings, and with them tokens, before any code of ours has run.
        builder.Services.PostConfigure<LoggerFilterOptions>(RequestLogFilter.Apply);
    }

    private static void AddServer(WebApplicationBuilder builder, GatewayOptions options, HostRole role)
    {
        var addresses = new ListenAddresses(options, role == HostRole.Silo ? [ListenPort.Main] : Enum.GetValues<ListenPort>());
        builder.Services.AddSingleton(addresses);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.AllowSynchronousIO = false;
            kestrel.Limits.MaxConcurrentUpgradedConnections = null;
            kestrel.Limits.MaxRequestBodySize = options.MaxMessageBytes;

            // A cursor with positions of a hundred channels travels in the URL or in Last-Event-ID.
            kestrel.Limits.MaxRequestLineSize = 64 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 96 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            addresses.Configure(kestrel);
        });
    }

    private static void AddSecurity(IServiceCollection services, GatewayOptions gateway, AuthOptions auth)
    {
        services.AddSingleton<OriginPolicy>();
        services.AddSingleton<ApiTokens>();
        services.AddSingleton<CallerResolver>();
        services.AddSingleton(provider => new JwtKeyRing(
            auth,
            auth.Jwks is null ? null : new JwksReader(auth.Jwks, new HttpClient(), provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<JwtKeyRing>>()));
        services.Configure<ForwardedHeadersOptions>(options => TrustedProxies.Configure(options, gateway));
    }

    private static void AddObservability(IServiceCollection services, HostRole role)
    {
        services.AddSingleton(provider =>
        {
            var registry = new MetricRegistry();
            ProcessMetrics.Declare(registry);
            ProcessMetrics.DeclareBuild(registry, BuildInfo.Version, provider.GetRequiredService<EngineInfo>().Name, role.ToString().ToLowerInvariant());
            return registry;
        });
        services.AddSingleton<RealtimeMetrics>();
        services.AddSingleton(provider =>
            new LatencyWindow(provider.GetRequiredService<RealtimeMetrics>().EventLatency, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ILiveCounts, LiveCounts>();
        services.AddSingleton<MetricsSummary>();
        services.AddSingleton<GatewayGauges>();
        services.AddSingleton<NotificationMeter>();
        services.AddSingleton<INotificationMeter>(provider => provider.GetRequiredService<NotificationMeter>());
        services.AddSingleton<MeterBridge>();
        services.AddHostedService(provider => provider.GetRequiredService<MeterBridge>());
        services.AddSingleton<Readiness>();
        services.AddSingleton<AlertReloader>();
        services.AddHostedService(provider => provider.GetRequiredService<AlertReloader>());
        if (role == HostRole.Silo) return;
        services.AddHostedService<HealthReporter>();
        services.AddHostedService<GatewayAnnouncer>();
    }

    private static void AddApi(IServiceCollection services)
    {
        services.AddSingleton<MessageRates>();
        services.AddSingleton<MessagesApi>();
        services.AddSingleton<AlertmanagerApi>();
        services.AddSingleton<SseServices>();
        services.AddSingleton<PollEndpoint>();
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        services.AddOpenApi(options => options.AddDocumentTransformer((document, _, _) => OpenApiInfo.Describe(document)));
    }

    private static void AddDrain(IServiceCollection services, GatewayOptions options)
    {
        services.AddSingleton<DrainState>();
        services.AddHostedService<DrainService>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(options.DrainMs) + TimeSpan.FromSeconds(20));
    }
}
