using Iskra.Gateway.Security;
using Iskra.Tests.Gateway.Sockets;
using Iskra.Tests.Gateway.Transports;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Iskra.Tests.Gateway.Live;

/// <summary>A key set that is fetched from a real server (<c>Auth:Jwks</c>).</summary>
public sealed class KeySetTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly CollectedLog<JwtKeyRing> _log = new();
    private readonly HttpClient _http = new();
    private KeySetServer _server = null!;
    private JwtKeyRing _ring = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await KeySetServer.StartAsync();
        _ring = new JwtKeyRing(new AuthOptions(), new JwksReader(_server.Address.ToString(), _http, _time), _time, _log);
    }

    public async ValueTask DisposeAsync()
    {
        _ring.Dispose();
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_gateway_accepts_the_tokens_of_the_server_and_no_others()
    {
        await using var gateway = await TestGateway.StartAsync([$"--Auth:Jwks={_server.Address}", "--Auth:Required=true"]);
        await using var good = await TestSocket.ConnectAsync(gateway.Address(path: $"/ws/dashboard?token={_server.Token("first", DateTimeOffset.UtcNow.AddHours(1))}"));
        Assert.Equal("connection_established", good.Greeting.GetProperty("type").GetString());
        await using var other = await KeySetServer.StartAsync();
        await using var forged = await TestSocket.ConnectAsync(gateway.Address(path: $"/ws/dashboard?token={other.Token("first", DateTimeOffset.UtcNow.AddHours(1))}"));
        Assert.Equal("unauthorized", forged.Greeting.GetProperty("code").GetString());
        Assert.Equal(1, _server.Requests);
    }

    [Fact]
    public async Task A_new_key_is_found_but_the_server_is_asked_at_most_once_a_minute()
    {
        Assert.True(await IsAcceptedAsync("first"));
        _server.KeyId = "second";
        for (var i = 0; i < 50; i++)
        {
            Assert.False(await IsAcceptedAsync("second"));
        }

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(await IsAcceptedAsync("second"));
        Assert.Equal(1, _server.Requests);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await IsAcceptedAsync("second"));
        Assert.Equal(2, _server.Requests);
    }

    [Fact]
    public async Task Many_who_ask_at_the_same_time_cause_one_request()
    {
        var accepted = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => IsAcceptedAsync("first")));
        Assert.All(accepted, Assert.True);
        Assert.Equal(1, _server.Requests);
    }

    [Fact]
    public async Task Who_leaves_while_the_set_is_fetched_does_not_cause_another_request()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Answer = async context =>
        {
            asked.SetResult();
            await goOn.Task;
            await context.Response.WriteAsync(_server.KeySet());
        };
        using var leaving = new CancellationTokenSource();
        var first = _ring.KeysForAsync(Token("first"), leaving.Token).AsTask();
        await asked.Task.WaitAsync(Bound.Wait);
        await leaving.CancelAsync();
        goOn.SetResult();
        Assert.Single(await first.WaitAsync(Bound.Wait));
        Assert.True(await IsAcceptedAsync("first"));
        Assert.Equal(1, _server.Requests);
    }

    [Fact]
    public Task A_set_that_is_too_large_is_refused_and_the_old_keys_stay() => AssertKeptAsync(
        static context => context.Response.WriteAsync("{\"keys\":[],\"x\":\"" + new string('x', JsonWebKeySet.MaxBytes) + "\"}"),
        $"is larger than {JsonWebKeySet.MaxBytes} bytes");

    [Fact]
    public Task An_endless_set_is_refused_and_the_old_keys_stay() => AssertKeptAsync(
        static async context =>
        {
            var part = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(part, context.RequestAborted);
            }
        },
        $"is larger than {JsonWebKeySet.MaxBytes} bytes");

    [Theory]
    [InlineData("<html>not here</html>")]
    [InlineData("{\"keys\":{}}")]
    [InlineData("[]")]
    [InlineData("")]
    public Task An_answer_that_is_no_key_set_is_refused_and_the_old_keys_stay(string answer) =>
        AssertKeptAsync(context => context.Response.WriteAsync(answer), "is not a JSON Web Key Set");

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    public Task An_error_of_the_server_is_told_and_the_old_keys_stay(int status) => AssertKeptAsync(
        context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        },
        $"{status}");

    [Fact]
    public Task An_answer_that_is_cut_is_told_and_the_old_keys_stay() => AssertKeptAsync(
        static context =>
        {
            // The server ends the connection after what it has; were that lost too, the client would ask again by itself.
            context.Response.ContentLength = 1_000;
            return context.Response.WriteAsync("{\"keys\":[");
        },
        "cannot be read");

    [Fact]
    public async Task A_server_that_does_not_answer_within_five_seconds_is_given_up_and_the_old_keys_stay()
    {
        Assert.True(await IsAcceptedAsync("first"));
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Answer = async context =>
        {
            await context.Response.WriteAsync("{\"keys\":[");
            await context.Response.Body.FlushAsync();
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        };
        _time.Advance(JwtKeyRing.MaxAge);
        var waiting = IsAcceptedAsync("first");
        await asked.Task.WaitAsync(Bound.Wait);
        _time.Advance(JwksReader.Timeout);
        Assert.True(await waiting.WaitAsync(Bound.Wait));
        AssertTold("was not read within 5 s");
    }

    private async Task AssertKeptAsync(RequestDelegate answer, string told)
    {
        Assert.True(await IsAcceptedAsync("first"));
        _server.Answer = answer;
        _time.Advance(JwtKeyRing.MaxAge);
        Assert.True(await IsAcceptedAsync("first").WaitAsync(Bound.Wait));
        Assert.Equal(2, _server.Requests);
        AssertTold(told);

        // Tried again a few seconds later, and well then.
        _server.Answer = null;
        _server.KeyId = "second";
        Assert.False(await IsAcceptedAsync("second"));
        _time.Advance(JwtKeyRing.RetryInterval);
        Assert.True(await IsAcceptedAsync("second"));
    }

    private void AssertTold(string what)
    {
        var line = Assert.Single(_log.Lines);
        Assert.Contains("Auth:Jwks", line, StringComparison.Ordinal);
        Assert.Contains(what, line, StringComparison.Ordinal);
    }

    private string Token(string keyId) => _server.Token(keyId, _time.GetUtcNow().AddDays(1));

    private async Task<bool> IsAcceptedAsync(string keyId)
    {
        var token = Token(keyId);
        return JwtVerifier.Verify(token, await _ring.KeysForAsync(token, CancellationToken.None), null, _time.GetUtcNow()).Caller is not null;
    }

    private sealed class CollectedLog<T> : ILogger<T>
    {
        private readonly List<string> _lines = [];

        internal IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lines)
                {
                    return [.. _lines];
                }
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines)
            {
                _lines.Add(formatter(state, exception) + " " + exception);
            }
        }
    }
}
