namespace Iskra.Gateway.Protocol;

/// <summary>Why a frame was refused, in the terms of protocol section 4.</summary>
/// <param name="Code">One of <see cref="ErrorCode"/>.</param>
/// <param name="Message">What is wrong and what would be right; never text that came from the client, except valid names.</param>
/// <param name="Field">The member at fault, for <see cref="ErrorCode.InvalidField"/>.</param>
/// <param name="RetryAfterSeconds">When trying again makes sense, in seconds.</param>
public sealed record FrameError(string Code, string Message, string? Field = null, double? RetryAfterSeconds = null)
{
    /// <summary>The error that a refused request becomes.</summary>
    public static FrameError From(RefusedException refused) =>
        new(refused.Code, refused.Message, refused.Field, refused.RetryAfterSeconds);

    /// <summary>An error for a member that is missing, of the wrong kind or out of range.</summary>
    public static FrameError Invalid(string field, string message) => new(ErrorCode.InvalidField, message, field);
}
