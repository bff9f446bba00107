namespace Iskra;

/// <summary>A request that was understood and refused, with the code that the wire protocol gives the reason (section 4).</summary>
[GenerateSerializer, Alias("iskra.refused")]
public sealed class RefusedException : Exception
{
    /// <summary>An <c>internal</c> refusal; only for serializers.</summary>
    public RefusedException()
        : this(ErrorCode.Internal, "The request was refused.")
    {
    }

    /// <summary>An <c>internal</c> refusal with a message.</summary>
    public RefusedException(string message)
        : this(ErrorCode.Internal, message)
    {
    }

    /// <summary>An <c>internal</c> refusal with a cause.</summary>
    public RefusedException(string message, Exception innerException)
        : base(message, innerException) => Code = ErrorCode.Internal;

    /// <summary>A refusal.</summary>
    /// <param name="code">One of <see cref="ErrorCode"/>.</param>
    /// <param name="message">What is wrong and what would be right.</param>
    /// <param name="retryAfterSeconds">When trying again makes sense, in seconds; null when it does not.</param>
    /// <param name="field">The member at fault, for <see cref="ErrorCode.InvalidField"/>.</param>
    public RefusedException(string code, string message, double? retryAfterSeconds = null, string? field = null)
        : base(message)
    {
        Code = code;
        RetryAfterSeconds = retryAfterSeconds;
        Field = field;
    }

    /// <summary>One of <see cref="ErrorCode"/>.</summary>
    [Id(0)]
    public string Code { get; private set; }

    /// <summary>When trying again makes sense, in seconds; null when it does not.</summary>
    [Id(1)]
    public double? RetryAfterSeconds { get; private set; }

    /// <summary>The member at fault, for <see cref="ErrorCode.InvalidField"/>.</summary>
    [Id(2)]
    public string? Field { get; private set; }
}
