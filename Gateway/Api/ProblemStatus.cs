namespace Iskra.Gateway.Api;

/// <summary>The HTTP status of each error code.</summary>
public static class ProblemStatus
{
    /// <summary>The status of a code.</summary>
    public static int Of(string code) => code switch
    {
        ErrorCode.Unauthorized or ErrorCode.TokenExpired => StatusCodes.Status401Unauthorized,
        ErrorCode.Forbidden => StatusCodes.Status403Forbidden,
        ErrorCode.NotFound => StatusCodes.Status404NotFound,
        ErrorCode.MessageTooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorCode.BinaryNotSupported => StatusCodes.Status415UnsupportedMediaType,
        ErrorCode.RateLimited => StatusCodes.Status429TooManyRequests,
        ErrorCode.Internal => StatusCodes.Status500InternalServerError,
        ErrorCode.Overloaded or ErrorCode.ChannelFull => StatusCodes.Status503ServiceUnavailable,
        ErrorCode.Timeout => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status400BadRequest,
    };

    /// <summary>A short title of a status.</summary>
    public static string TitleOf(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
}
