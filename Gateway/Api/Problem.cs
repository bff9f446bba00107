using System.Globalization;
using Iskra.Gateway.Protocol;

namespace Iskra.Gateway.Api;

/// <summary>An error of the HTTP interface: problem details (RFC 9457) with the <c>code</c> of protocol section 4.</summary>
/// <param name="Code">One of <see cref="ErrorCode"/>; it decides the status.</param>
/// <param name="Detail">What is wrong and what would be right.</param>
public sealed record Problem(string Code, string Detail) : IResult
{
    /// <summary>Media type of the body.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>The member at fault, for <see cref="ErrorCode.InvalidField"/>.</summary>
    public string? Field { get; init; }

    /// <summary>When trying again makes sense, in seconds; also sent as <c>Retry-After</c>, rounded up.</summary>
    public double? RetryAfterSeconds { get; init; }

    /// <summary>Id that leads to the log entry, for <see cref="ErrorCode.Internal"/>.</summary>
    public string? TraceId { get; init; }

    /// <summary>The status where the code alone does not decide it.</summary>
    public int? Status { get; init; }

    /// <summary>The problem that an error of a frame is over HTTP.</summary>
    public static Problem From(FrameError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new Problem(error.Code, error.Message) { Field = error.Field, RetryAfterSeconds = error.RetryAfterSeconds };
    }

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        Refusal.Note(httpContext, Code, Detail);
        var response = httpContext.Response;
        response.StatusCode = Status ?? ProblemStatus.Of(Code);
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        if (response.StatusCode == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        if (RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(seconds)).ToString(CultureInfo.InvariantCulture);
        if (HttpMethods.IsHead(httpContext.Request.Method)) return;
        await response.Body.WriteAsync(Json(response.StatusCode), httpContext.RequestAborted);
    }

    private ReadOnlyMemory<byte> Json(int status)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>(256);
        using var json = JsonText.Writer(output);
        json.WriteStartObject();
        json.WriteString("type"u8, "about:blank"u8);
        json.WriteString("title"u8, ProblemStatus.TitleOf(status));
        json.WriteNumber("status"u8, status);
        json.WriteString("code"u8, Code);
        json.WriteString("detail"u8, Detail);
        if (Field is not null) json.WriteString("field"u8, Field);
        if (RetryAfterSeconds is { } seconds) json.WriteNumber("retry_after"u8, Math.Round(seconds, 3));
        if (TraceId is not null) json.WriteString("trace_id"u8, TraceId);
        json.WriteEndObject();
        json.Flush();
        return output.WrittenMemory;
    }
}
