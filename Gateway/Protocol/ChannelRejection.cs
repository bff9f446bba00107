namespace Iskra.Gateway.Protocol;

/// <summary>A channel that was not subscribed, as a <c>subscribed</c> frame says it.</summary>
/// <param name="Channel">The name that was sent.</param>
/// <param name="Code">One of <see cref="ErrorCode"/>.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record ChannelRejection(string Channel, string Code, string Message);
