using System.Buffers;
using System.Text.Json;
using Iskra.Gateway.Protocol;

namespace Iskra.Gateway.Api;

/// <summary>
/// An answer in the shapes of the Alertmanager API v2: JSON with a line break at its end, or nothing at all; errors of the handlers as
/// a JSON string, errors of the form as an object with <c>code</c> and <c>message</c>.
/// </summary>
/// <param name="Status">Status of HTTP.</param>
/// <param name="Body">The body; null for none.</param>
public sealed record AlertmanagerAnswer(int Status, ReadOnlyMemory<byte>? Body) : IResult
{
    /// <summary>Code of a value of the wrong type.</summary>
    public const int WrongType = 601;

    /// <summary>Code of a value that is missing.</summary>
    public const int Required = 602;

    /// <summary>Code of a list with too few items.</summary>
    public const int TooFewItems = 612;

    /// <summary>Success with nothing to say.</summary>
    public static readonly AlertmanagerAnswer Done = new(StatusCodes.Status200OK, null);

    /// <summary>Methods that are allowed, for the header <c>Allow</c>.</summary>
    public string? Allow { get; init; }

    /// <summary>When trying again makes sense, in seconds.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>What an error says; null for none.</summary>
    private string? Reason { get; init; }

    /// <summary>Success.</summary>
    public static AlertmanagerAnswer Json<T>(T state, Action<Utf8JsonWriter, T> write)
    {
        var output = new ArrayBufferWriter<byte>(4_096);
        using var json = JsonText.Writer(output);
        write(json, state);
        json.Flush();
        output.Write("\n"u8);
        return new AlertmanagerAnswer(StatusCodes.Status200OK, output.WrittenMemory);
    }

    /// <summary>An error of a handler.</summary>
    public static AlertmanagerAnswer Error(int status, string message) =>
        Json(message, static (json, message) => json.WriteStringValue(message)) with { Status = status, Reason = message };

    /// <summary>An error of the form: codes from 600 are answered with status 422.</summary>
    public static AlertmanagerAnswer Invalid(int code, string message) =>
        Json((code, message), static (json, error) =>
        {
            json.WriteStartObject();
            json.WriteNumber("code"u8, error.code);
            json.WriteString("message"u8, error.message);
            json.WriteEndObject();
        }) with
        { Status = code >= 600 ? StatusCodes.Status422UnprocessableEntity : code, Reason = message };

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (Reason is not null) Refusal.Note(httpContext, CodeOf(Status), Reason);
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (Allow is not null) response.Headers.Allow = Allow;
        if (RetryAfterSeconds is { } seconds) response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        response.ContentLength = Body?.Length ?? 0;
        if (Body is not { } body) return;
        response.ContentType = "application/json";
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status404NotFound => ErrorCode.NotFound,
        StatusCodes.Status400BadRequest or StatusCodes.Status422UnprocessableEntity => ErrorCode.InvalidField,
        StatusCodes.Status413PayloadTooLarge => ErrorCode.MessageTooLarge,
        StatusCodes.Status503ServiceUnavailable => ErrorCode.Overloaded,
        _ => ErrorCode.InvalidMessage,
    };
}
