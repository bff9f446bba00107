namespace Iskra;

/// <summary>The error codes of the wire protocol (protocol section 4).</summary>
public static class ErrorCode
{
    /// <summary>The message is not JSON.</summary>
    public const string InvalidJson = "invalid_json";

    /// <summary>The message is empty.</summary>
    public const string EmptyMessage = "empty_message";

    /// <summary>JSON, but not a frame: not an object, no type, a member given twice.</summary>
    public const string InvalidMessage = "invalid_message";

    /// <summary>A frame of a type that nobody serves.</summary>
    public const string UnknownType = "unknown_type";

    /// <summary>A member is missing, of the wrong kind or out of range; the error names it in <c>field</c>.</summary>
    public const string InvalidField = "invalid_field";

    /// <summary>A binary message.</summary>
    public const string BinaryNotSupported = "binary_not_supported";

    /// <summary>A message over the limit.</summary>
    public const string MessageTooLarge = "message_too_large";

    /// <summary>More messages than the session may send; <c>retry_after</c> says when to go on.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>More subscriptions than a session may hold.</summary>
    public const string TooManySubscriptions = "too_many_subscriptions";

    /// <summary>A cursor or position that this server did not give.</summary>
    public const string InvalidCursor = "invalid_cursor";

    /// <summary>The caller may not do this.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>What the caller named does not exist.</summary>
    public const string NotFound = "not_found";

    /// <summary>A voice room is full.</summary>
    public const string ChannelFull = "channel_full";

    /// <summary>No token, or a bad one.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>The token has run out.</summary>
    public const string TokenExpired = "token_expired";

    /// <summary>A bound is reached or something that is needed is away; <c>retry_after</c> says when to try again.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>The cluster did not answer in time.</summary>
    public const string Timeout = "timeout";

    /// <summary>A fault of ours, named by a trace id only.</summary>
    public const string Internal = "internal";
}
