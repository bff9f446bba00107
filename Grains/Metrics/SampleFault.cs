namespace Iskra.Metrics;

/// <summary>Why a sample is refused, and with it everything that came in the same frame or request.</summary>
/// <param name="Index">Which sample, counted from 0.</param>
/// <param name="Code"><see cref="ErrorCode.InvalidField"/> or <see cref="ErrorCode.Forbidden"/>.</param>
/// <param name="Member">The member at fault: <c>metric</c>, <c>value</c>, <c>timestamp</c>, <c>source</c> or <c>data</c> for the number of samples.</param>
/// <param name="Message">What is wrong and what would be right; names the metric.</param>
public sealed record SampleFault(int Index, string Code, string Member, string Message)
{
    /// <summary>The refusal to answer with.</summary>
    /// <param name="field">Where the member stands in the frame; the member itself when not given.</param>
    public RefusedException ToException(string? field = null) =>
        new(Code, Message, field: Code == ErrorCode.InvalidField ? field ?? Member : null);
}
