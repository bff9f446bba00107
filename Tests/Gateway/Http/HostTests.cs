using System.Net;
using System.Net.Sockets;
using System.Text;
using Iskra.Gateway.Fanout;
using Iskra.Gateway.Hosting;
using Iskra.Tests.Gateway.Transports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Iskra.Tests.Gateway.Http;

/// <summary>Starting, stopping, and what the settings do; each test has a process of its own.</summary>
public sealed class HostTests
{
    [Fact]
    public async Task A_bad_setting_ends_the_start_with_its_own_exit_code() =>
        Assert.Equal(IskraHost.BadConfiguration, await IskraHost.RunAsync(["--Gateway:MaxConnections=0", "--Store=memory"], TextWriter.Null));

    [Fact]
    public async Task A_port_in_use_ends_the_start_with_its_own_exit_code()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        Assert.Equal(
            IskraHost.CannotListen,
            await IskraHost.RunAsync([$"--Gateway:Ports:Main={port}", "--Gateway:Ports:Pulse=0", "--Gateway:Ports:Seams=0", "--Gateway:Ports:Voices=0", "--Store=memory"], TextWriter.Null));
    }

    [Fact]
    public async Task Where_tokens_are_required_nothing_but_health_is_open()
    {
        await using var app = await TestGateway.StartAsync(["--Auth:Required=true"]);
        using var http = Client(app.Services);
        using var bound = Bound.Start();
        foreach (var path in new[] { "/api/v2/metrics", "/api/v2/events/poll?channels=slo", "/api/v2/events/stream?channels=slo" })
        {
            using var refused = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, bound.Token);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.Single().Scheme);
            foreach (var token in new[] { Tokens.For("ann"), TestGateway.ApiToken })
            {
                using var request = GatewayHost.WithToken(HttpMethod.Get, path, token);
                using var allowed = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, bound.Token);
                Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
            }
        }

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health", bound.Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/v2/metrics?token=" + Tokens.For("ann"), bound.Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/api/v2/metrics?token=" + Tokens.For("ann", DateTimeOffset.UtcNow.AddMinutes(-5)), bound.Token)).StatusCode);
        using var basic = new HttpRequestMessage(HttpMethod.Get, "/api/v2/metrics");
        basic.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes("robot:" + TestGateway.ApiToken)));
        Assert.Equal(HttpStatusCode.OK, (await http.SendAsync(basic, bound.Token)).StatusCode);
        await app.StopAsync(bound.Token);
    }

    [Fact]
    public async Task A_token_never_reaches_the_log()
    {
        var log = new CollectedLog();
        await using var app = await TestGateway.StartAsync(
            ["--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft=Trace", "--Logging:Console:LogLevel:Default=None"],
            configure: builder => builder.Logging.AddProvider(log));
        using var http = Client(app.Services);
        using var bound = Bound.Start();
        var token = Tokens.For("ann");
        await http.GetAsync("/api/v2/metrics?token=" + token, bound.Token);
        await http.GetAsync("/api/v2/metrics?token=bad-" + token, bound.Token);
        await http.GetAsync("/nowhere?token=" + token, bound.Token);
        await app.StopAsync(bound.Token);
        Assert.True(log.Text.Length > 1_000);
        Assert.DoesNotContain(token, log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(TestGateway.SigningKey, log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_stops_is_not_ready_refuses_what_is_new_and_answers_who_waits()
    {
        await using var app = await TestGateway.StartAsync(["--Gateway:DrainMs=3000"]);
        using var http = Client(app.Services);
        using var bound = Bound.Start();
        var first = await http.GetStringAsync("/api/v2/events/poll?channels=room/drain", bound.Token);
        var cursor = first.Split('"')[3];
        var waiting = http.GetStringAsync($"/api/v2/events/poll?cursor={cursor}&timeout=60", bound.Token);
        using var stream = await http.GetAsync("/api/v2/events/stream?channels=room/drain", HttpCompletionOption.ResponseHeadersRead, bound.Token);
        using var lines = new StreamReader(await stream.Content.ReadAsStreamAsync(bound.Token));
        while (await lines.ReadLineAsync(bound.Token) is { Length: > 0 })
        {
            // The first event: the stream is up, and its session is open.
        }

        var hubs = app.Services.GetRequiredService<ChannelHubs>();
        await Eventually.TrueAsync(() => hubs.TryGet("room/drain", out var hub) && hub.Members == 2, "the stream and the poll both wait for events");

        app.Services.GetRequiredService<DrainState>().Begin();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/ready", bound.Token)).StatusCode);
        var refused = await http.GetAsync("/api/v2/metrics", bound.Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains(cursor, await waiting, StringComparison.Ordinal);
        var stop = app.StopAsync(bound.Token);
        Assert.Contains("retry: ", await lines.ReadToEndAsync(bound.Token), StringComparison.Ordinal);
        await stop;
    }

    private static HttpClient Client(IServiceProvider services) => new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        BaseAddress = new Uri(services.GetRequiredService<ListenAddresses>().AddressOf(ListenPort.Main)),
    };

    private sealed class CollectedLog : ILoggerProvider, ILogger
    {
        private readonly StringBuilder _text = new();

        public string Text
        {
            get
            {
                lock (_text) return _text.ToString();
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lock (_text) _text.Append(state).AppendLine();
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_text) _text.Append(formatter(state, exception)).Append(exception).AppendLine();
        }

        public void Dispose()
        {
        }
    }
}
