using System.Diagnostics;
using Iskra.Gateway.Sessions;

namespace Iskra.Gateway.Api;

/// <summary>Turns what went wrong into problem details: refusals with their code, faults of ours with a trace id and nothing else.</summary>
public sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    /// <summary>Runs the request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            await next(context);
            if (Unanswered(context) is { } problem) await problem.ExecuteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to answer.
        }
        catch (Exception problem) when (!context.Response.HasStarted)
        {
            await Answer(context, problem).ExecuteAsync(context);
        }
    }

    private static IResult? Unanswered(HttpContext context)
    {
        if (context.Response.HasStarted || context.Response.ContentLength is not null || context.Response.ContentType is not null) return null;
        return context.Response.StatusCode switch
        {
            // Below this path clients expect the errors of an Alertmanager.
            StatusCodes.Status404NotFound when context.GetEndpoint() is null && context.Request.Path.StartsWithSegments("/api/v2") =>
                AlertmanagerAnswer.Invalid(StatusCodes.Status404NotFound, $"path {context.Request.Path.ToUriComponent()} was not found"),
            StatusCodes.Status404NotFound => new Problem(ErrorCode.NotFound, "There is nothing at this address; /openapi/v1.json lists what there is."),
            StatusCodes.Status405MethodNotAllowed =>
                new Problem(ErrorCode.InvalidMessage, "The address does not know this method; see the header Allow.") { Status = StatusCodes.Status405MethodNotAllowed },
            _ => null,
        };
    }

    private Problem Answer(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case RefusedException refused:
                return new Problem(refused.Code, refused.Message) { Field = refused.Field, RetryAfterSeconds = refused.RetryAfterSeconds };
            case CircuitOpenException open:
                return new Problem(ErrorCode.Overloaded, open.Message) { RetryAfterSeconds = open.RetryAfter.TotalSeconds };
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return new Problem(ErrorCode.MessageTooLarge, "The body is larger than this address takes.");
            case BadHttpRequestException bad:
                return new Problem(ErrorCode.InvalidMessage, "The request is not well formed.") { Status = bad.StatusCode };
            case TimeoutException:
                return new Problem(ErrorCode.Timeout, "The cluster did not answer in time; try again.") { RetryAfterSeconds = 1 };
            default:
                var traceId = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
                LogFault(exception, context.Request.Method, context.Request.Path, traceId);
                return new Problem(ErrorCode.Internal, "Something went wrong here; the trace id leads to the log entry.") { TraceId = traceId };
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed, trace {TraceId}.")]
    private partial void LogFault(Exception exception, string method, string path, string traceId);
}
