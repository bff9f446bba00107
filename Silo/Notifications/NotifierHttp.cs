using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Iskra.Alerts;
using Iskra.Notifications;

namespace Iskra.Silo.Notifications;

/// <summary>
/// Posts to the addresses of the configuration: certificates are checked, proxies and redirections are not followed, answers are
/// read up to a bound. Each post has a connection of its own: on one that was kept the server may just have hung up, and then nobody
/// would know whether the post arrived. Addresses and answers are secrets and never part of an outcome, a log or a trace.
/// </summary>
/// <param name="time">The clock, for dates in <c>Retry-After</c>.</param>
public sealed class NotifierHttp(TimeProvider time)
{
    /// <summary>How much of an answer is read.</summary>
    public const int MaxBodyBytes = 4 * 1024;

    /// <summary>The longest wait that a server may ask for.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(1);

    private const int MaxHeaderKilobytes = 16;

    /// <summary>Posts a body and judges the answer by its status.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="body">The body, JSON.</param>
    /// <param name="settings">How.</param>
    /// <param name="deliveryId">Goes along as <c>Idempotency-Key</c>.</param>
    /// <param name="judge">Looks at the answer to a post that succeeded by its status.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    public async Task<NotifyOutcome> PostAsync(
        Secret address, byte[] body, HttpSettings settings, string deliveryId, Func<HttpAnswer, NotifyOutcome> judge, CancellationToken cancellationToken)
    {
        var content = new TrackedContent(body, "application/json");
        try
        {
            if (!Uri.TryCreate(address.Reveal(), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                return NotifyOutcome.Rejected("its address is not an http(s) address");
            using var request = Request(uri, content, settings, deliveryId);
            using var client = Client(uri, settings);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var status = (int)response.StatusCode;
            var answer = new HttpAnswer(status, RetryAfter(response.Headers.RetryAfter), await BodyAsync(response, cancellationToken));
            return status is >= 200 and < 300 ? judge(answer) : Refused(answer);
        }
        catch (Exception failure) when (Problem(failure) is { } problem)
        {
            return content.HasLeft ? NotifyOutcome.Unknown(problem) : NotifyOutcome.NotSent(problem);
        }
    }

    private static HttpRequestMessage Request(Uri uri, TrackedContent content, HttpSettings settings, string deliveryId)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = content };
        request.Headers.ConnectionClose = true;
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Iskra", "1"));
        request.Headers.Add("Idempotency-Key", deliveryId);
        if (settings.BasicUsername is { } user)
        {
            var pair = Encoding.UTF8.GetBytes($"{user}:{settings.BasicPassword?.Reveal()}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(pair));
        }
        else if (settings.AuthorizationCredentials is { } credentials)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue(settings.AuthorizationType, credentials.Reveal());
        }

        return request;
    }

    private static HttpClient Client(Uri uri, HttpSettings settings) => new(
        new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = MaxHeaderKilobytes,

            // No spans: they would carry the address.
            ActivityHeadersPropagator = null,
            SslOptions = TlsTrust.Options(uri.IdnHost, settings.CaFile, settings.InsecureSkipVerify),
        },
        disposeHandler: true)
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private static async Task<string?> BodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBodyBytes];
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            return Encoding.UTF8.GetString(buffer, 0, read);
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    private static NotifyOutcome Refused(HttpAnswer answer)
    {
        var problem = $"its server answered with HTTP {answer.Status}";
        return answer.Status switch
        {
            // A gateway that gave up waiting does not say what became of the request behind it.
            504 => NotifyOutcome.Unknown(problem) with { RetryAfter = answer.RetryAfter },
            408 or 425 or 429 or >= 500 => NotifyOutcome.NotSent(problem, answer.RetryAfter),
            _ => NotifyOutcome.Rejected(problem),
        };
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? header?.Date - time.GetUtcNow();
        if (wait is null) return null;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > MaxRetryAfter ? MaxRetryAfter : wait;
    }

    // In words of ours: messages of exceptions may repeat addresses.
    private static string? Problem(Exception failure) => failure switch
    {
        OperationCanceledException => "its server did not answer in time",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "the name of its server is not known",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "no secure connection to its server: the certificate is not trusted or TLS failed",
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => "its server answered with something else than HTTP",
        HttpRequestException { InnerException: SocketException socket } => $"no connection to its server: {socket.SocketErrorCode}",
        HttpRequestException or SocketException => "the connection to its server broke off",
        IOException or UnauthorizedAccessException or CryptographicException or InvalidOperationException or FormatException =>
            "a file, an environment variable or a header of its configuration cannot be used",
        _ => null,
    };
}
